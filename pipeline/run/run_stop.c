#include "run/run_stop.h"

#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t writing; /* the one thread that writes may hold it twice */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_lock(void) {
    pthread_mutexattr_t attr;
    pthread_mutexattr_init(&attr);
    pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&writing, &attr);
    pthread_mutexattr_destroy(&attr);
}

static void *wait_for_it(void *arg) {
    static const char WORDS[] = "gnbs: ended by a signal; nothing half-made is left\n";
    const sigset_t *signals = arg;
    int number;
    if (sigwait(signals, &number) != 0) return NULL;
    pthread_mutex_lock(&writing);
    (void)!write(STDERR_FILENO, WORDS, sizeof WORDS - 1);
    _exit(128 + number);
}

void gnbs_run_stop_watch(void) {
    static sigset_t signals;
    pthread_t thread;
    pthread_once(&once, make_lock);
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    if (pthread_sigmask(SIG_BLOCK, &signals, NULL) != 0) return;
    if (pthread_create(&thread, NULL, wait_for_it, &signals) == 0)
        pthread_detach(thread);
    else
        pthread_sigmask(SIG_UNBLOCK, &signals, NULL); /* the signal ends us as ever */
}

void gnbs_run_stop_hold(void) {
    pthread_once(&once, make_lock);
    pthread_mutex_lock(&writing);
}
void gnbs_run_stop_release(void) { pthread_mutex_unlock(&writing); }
