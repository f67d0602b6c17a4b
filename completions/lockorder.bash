# Completion of lockorder in bash.  The program itself tells its commands and options.
_lockorder() {
	local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} values

	if [ "$COMP_CWORD" = 1 ]; then
		mapfile -t COMPREPLY < <(compgen -W "$(lockorder --list-commands 2>/dev/null)" -- "$word")
	elif [[ ${COMP_WORDS[COMP_CWORD-1]} = -* ]] &&
		values=$(lockorder "$command" --list-values "${COMP_WORDS[COMP_CWORD-1]}" 2>/dev/null) && [ -n "$values" ]; then
		mapfile -t COMPREPLY < <(compgen -W "$values" -- "$word")
	elif [[ $word = -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(lockorder "$command" --list-options 2>/dev/null)" -- "$word")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
	fi
}
complete -o filenames -F _lockorder lockorder
