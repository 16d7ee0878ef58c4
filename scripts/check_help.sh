#!/bin/bash
# scripts/check_help.sh -- man pages and completion say what the program says: every command, subcommand and option of --help stands
# in its page and is completed. GNBS is the program; needs help2man and man.
set -u
gnbs=$(realpath "${GNBS:-build/gnbs}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
tell() { # STATUS WHAT
    if [ "$1" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "check-help: FAILED: $2"; fi
}

GNBS=$gnbs scripts/man "$work/man" > /dev/null || { echo "tests: 0 passed, 1 failed"; exit 1; }
GNBS=$gnbs scripts/man "$work/again" > /dev/null
diff -r "$work/man" "$work/again" > /dev/null
tell $? "two runs give the same pages"

# shellcheck disable=SC1091
source scripts/completion.bash
PATH=$work/bin:$PATH
mkdir "$work/bin" && ln -s "$gnbs" "$work/bin/gnbs"
complete_words() { # WORDS... : what completion offers for the last of them
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    _gnbs 2> /dev/null
    printf '%s\n' "${COMPREPLY[@]}"
}

check_command() { # WORDS of one command
    local name page options option
    name=gnbs$(printf -- '-%s' "$@")
    page=$(MANWIDTH=1000 man -l "$work/man/$name.1" 2> "$work/warnings" | col -b)
    [ -n "$page" ] && [ ! -s "$work/warnings" ]
    tell $? "$name: a page without a warning"
    options=$(gnbs "$@" --help | grep -oE '^  (-[a-zA-Z], |    )--[a-z-]+' | grep -oE -- '--[a-z-]+')
    for option in $options; do
        grep -qF -- "$option" <<< "$page"
        tell $? "$name: $option in its page"
        complete_words gnbs "$@" -- | grep -qxF -- "$option"
        tell $? "$name: $option completed"
    done
}

for command in $(_gnbs_commands gnbs); do
    complete_words gnbs "" | grep -qxF "$command"
    tell $? "$command completed"
    check_command "$command"
    for sub in $(_gnbs_commands gnbs "$command"); do
        complete_words gnbs "$command" "" | grep -qxF "$sub"
        tell $? "$command $sub completed"
        check_command "$command" "$sub"
    done
done
n_commands=$(_gnbs_commands gnbs | wc -l)
[ "$n_commands" -ge 15 ]
tell $? "$n_commands commands are listed"
echo "tests: $passed passed, $failed failed"
[ "$failed" = 0 ]
