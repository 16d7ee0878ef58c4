#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_default(const gnbs_cli_option_t *o) {
    switch (o->kind) {
    case GNBS_CLI_TEXT:
        if (*(const char **)o->to != NULL) printf(" [%s]", *(const char **)o->to);
        break;
    case GNBS_CLI_INT: printf(" [%d]", *(int *)o->to); break;
    case GNBS_CLI_REAL: printf(" [%g]", *(double *)o->to); break;
    case GNBS_CLI_FLAG:
    case GNBS_CLI_LIST: break;
    }
}

static void print_help(const gnbs_cli_command_t *c) {
    printf("usage: gnbs %s [options]%s%s\n\n%s\n\n", c->name, c->operands[0] ? " " : "",
           c->operands, c->summary);
    for (const gnbs_cli_option_t *o = c->options; o->name != NULL; o++) {
        char left[64];
        int n = snprintf(left, sizeof left, "  %c%c%s--%s %s", o->letter ? '-' : ' ',
                         o->letter ? o->letter : ' ', o->letter ? ", " : "  ", o->name,
                         o->value_name != NULL ? o->value_name : "");
        printf("%-30s%s%s", left, n >= 30 ? "\n                              " : "",
               o->help);
        print_default(o);
        printf("%s%s\n", o->kind == GNBS_CLI_LIST ? " (may be repeated)" : "",
               o->is_required ? " (required)" : "");
    }
    printf("  -h, --help                  this text\n");
    if (c->notes != NULL) printf("\n%s\n", c->notes);
}

static gnbs_code_t take_value(const gnbs_cli_command_t *c, const gnbs_cli_option_t *o,
                              const char *value, gnbs_err_t *err) {
    char *rest;
    errno = 0;
    switch (o->kind) {
    case GNBS_CLI_TEXT: *(const char **)o->to = value; return GNBS_OK;
    case GNBS_CLI_INT: {
        long v = strtol(value, &rest, 10);
        if (errno != 0 || rest == value || *rest != '\0' || v < -2147483647L ||
            v > 2147483647L)
            return gnbs_err_set(err, GNBS_E_USAGE, "%s: --%s: '%s' is not a whole number",
                                c->name, o->name, value);
        *(int *)o->to = (int)v;
        return GNBS_OK;
    }
    case GNBS_CLI_REAL: {
        double v = strtod(value, &rest);
        if (errno != 0 || rest == value || *rest != '\0' || v != v)
            return gnbs_err_set(err, GNBS_E_USAGE, "%s: --%s: '%s' is not a number",
                                c->name, o->name, value);
        *(double *)o->to = v;
        return GNBS_OK;
    }
    case GNBS_CLI_LIST: {
        gnbs_cli_list_t *list = o->to;
        if (list->n == GNBS_CLI_LIST_MAX)
            return gnbs_err_set(err, GNBS_E_USAGE, "%s: --%s: more than %d values", c->name,
                                o->name, GNBS_CLI_LIST_MAX);
        list->at[list->n++] = value;
        return GNBS_OK;
    }
    case GNBS_CLI_FLAG: break;
    }
    return gnbs_err_set(err, GNBS_E_USAGE, "%s: --%s takes no value", c->name, o->name);
}

static const gnbs_cli_option_t *find_option(const gnbs_cli_command_t *c, const char *word,
                                            size_t n) {
    for (const gnbs_cli_option_t *o = c->options; o->name != NULL; o++)
        if (strlen(o->name) == n && strncmp(o->name, word, n) == 0) return o;
    return NULL;
}

static const gnbs_cli_option_t *find_letter(const gnbs_cli_command_t *c, char letter) {
    for (const gnbs_cli_option_t *o = c->options; o->name != NULL; o++)
        if (o->letter != 0 && o->letter == letter) return o;
    return NULL;
}

gnbs_code_t gnbs_cli_parse(const gnbs_cli_command_t *c, int argc, char **argv,
                           gnbs_cli_args_t *args, gnbs_err_t *err) {
    bool seen[64] = {false};
    int n_operands = 0;
    bool options_ended = false;
    *args = (gnbs_cli_args_t){.at = argv + 1};
    for (int i = 1; i < argc; i++) {
        char *word = argv[i];
        if (options_ended || word[0] != '-' || word[1] == '\0') {
            args->at[n_operands++] = word; /* never past argv[i]: operands move left */
            continue;
        }
        if (strcmp(word, "--") == 0) {
            options_ended = true;
            continue;
        }
        if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
            print_help(c);
            args->is_help = true;
            return GNBS_OK;
        }
        const char *value = NULL;
        const gnbs_cli_option_t *o;
        if (word[1] == '-') {
            size_t n = strcspn(word + 2, "=");
            o = find_option(c, word + 2, n);
            if (word[2 + n] == '=') value = word + 3 + n;
        } else {
            const char *at = word + 1; /* flags may stand together: -Nc s */
            for (o = find_letter(c, *at);
                 o != NULL && o->kind == GNBS_CLI_FLAG && at[1] != '\0';
                 o = find_letter(c, *++at)) {
                *(bool *)o->to = true;
                seen[o - c->options] = true;
            }
            if (at[1] != '\0') value = at + 1;
        }
        if (o == NULL)
            return gnbs_err_set(err, GNBS_E_USAGE, "%s: no option '%s'; see gnbs %s --help",
                                c->name, word, c->name);
        seen[o - c->options] = true;
        if (o->kind == GNBS_CLI_FLAG && value == NULL) {
            *(bool *)o->to = true;
            continue;
        }
        if (value == NULL && i + 1 < argc) value = argv[++i];
        if (value == NULL)
            return gnbs_err_set(err, GNBS_E_USAGE, "%s: --%s needs a value", c->name,
                                o->name);
        GNBS_TRY(take_value(c, o, value, err));
    }
    for (const gnbs_cli_option_t *o = c->options; o->name != NULL; o++)
        if (o->is_required && !seen[o - c->options])
            return gnbs_err_set(err, GNBS_E_USAGE,
                                "%s: --%s is required; see gnbs %s --help", c->name,
                                o->name, c->name);
    if (n_operands < c->min_operands || n_operands > c->max_operands)
        return gnbs_err_set(err, GNBS_E_USAGE, "%s: expected %s; see gnbs %s --help",
                            c->name, c->operands[0] ? c->operands : "no operand", c->name);
    args->n = n_operands;
    return GNBS_OK;
}

gnbs_code_t gnbs_cli_group(const char *name, const char *operands, int n,
                           const gnbs_cli_word_t words[], int argc, char **argv,
                           gnbs_err_t *err) {
    const char *word = argc > 1 ? argv[1] : "";
    for (int i = 0; i < n; i++)
        if (strcmp(word, words[i].word) == 0) return words[i].run(argc - 1, argv + 1, err);
    if (strcmp(word, "--help") != 0 && strcmp(word, "-h") != 0)
        return gnbs_err_set(err, GNBS_E_USAGE, "%s: %s%s%s; see gnbs %s --help", name,
                            word[0] != '\0' ? "no command '" : "expected a command", word,
                            word[0] != '\0' ? "'" : "", name);
    printf("usage: gnbs %s COMMAND %s\n\n", name, operands);
    for (int i = 0; i < n; i++) printf("  %-12s%s\n", words[i].word, words[i].help);
    printf("\ngnbs %s COMMAND --help says more.\n", name);
    return GNBS_OK;
}
