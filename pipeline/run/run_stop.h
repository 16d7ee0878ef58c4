/* run/run_stop.h -- asked to end (SIGTERM, SIGINT), a run ends at once and leaves nothing half-made.
 *
 * A thread waits for the signal; the others never see it. While results are being written (a second at most) it waits for the end
 * of that, so that the folder is whole or was never begun. The process ends with 128 + the signal's number.
 */
#ifndef GNBS_RUN_RUN_STOP_H
#define GNBS_RUN_RUN_STOP_H

/* Once, from the main thread before others are made. */
void gnbs_run_stop_watch(void);
/* Around the writing of results. */
void gnbs_run_stop_hold(void);
void gnbs_run_stop_release(void);

#endif
