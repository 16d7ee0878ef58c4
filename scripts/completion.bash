# scripts/completion.bash -- completion of gnbs for bash: commands, subcommands and options as the program itself lists them
# with --help, so that they cannot drift; files where an option or an operand takes one.
# `make install` puts it where bash-completion looks; `source scripts/completion.bash` tries it.

# The words after two blanks at the left of a help text that lists commands.
_gnbs_commands() { "$@" --help 2> /dev/null | sed -n '/^usage: gnbs .*COMMAND/,$ s/^  \([a-z][a-z-]*\)  *[^ ].*/\1/p'; }
_gnbs_options() { "$@" --help 2> /dev/null | grep -oE '^  (-[a-zA-Z], |    )--[a-z-]+' | grep -oE -- '--[a-z-]+'; }

_gnbs() {
    local word=${COMP_WORDS[COMP_CWORD]} command=("${COMP_WORDS[0]}") i subs
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        [[ ${COMP_WORDS[i]} == -* ]] && break
        subs=$(_gnbs_commands "${command[@]}")
        grep -qxF -- "${COMP_WORDS[i]}" <<< "$subs" || break
        command+=("${COMP_WORDS[i]}")
    done
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_gnbs_options "${command[@]}")" -- "$word")
        return
    fi
    if ((i == COMP_CWORD)); then
        mapfile -t COMPREPLY < <(compgen -W "$(_gnbs_commands "${command[@]}")" -- "$word")
        ((${#COMPREPLY[@]} > 0)) && return
    fi
    compopt -o filenames 2> /dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
}
complete -F _gnbs gnbs
