/* cli/cli_review.h -- the commands of gnbs review, between the files that hold them. */
#ifndef GNBS_CLI_CLI_REVIEW_H
#define GNBS_CLI_CLI_REVIEW_H

#include "cli/cli.h"
#include "review/review_account.h"
#include "review/review_store.h"

gnbs_code_t gnbs_cli_review_list(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_review_show(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_review_sign(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_review_confirm(int argc, char **argv, gnbs_err_t *err);
gnbs_code_t gnbs_cli_review_user(int argc, char **argv, gnbs_err_t *err);

gnbs_code_t gnbs_cli_review_open(const char *results, gnbs_review_desk_t **desk,
                                 gnbs_err_t *err);

#endif
