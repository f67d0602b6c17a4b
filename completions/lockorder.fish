# Completion of lockorder in fish.  The program itself tells its commands and options.
complete -c lockorder -n __fish_use_subcommand -f -a '(lockorder --list-commands 2>/dev/null)'
complete -c lockorder -n 'not __fish_use_subcommand; and string match -q -- "-*" (commandline -ct)' -f \
	-a '(lockorder (commandline -opc)[2] --list-options 2>/dev/null)'
complete -c lockorder -n 'not __fish_use_subcommand; and string match -q -- "-*" (commandline -opc)[-1]' \
	-a '(lockorder (commandline -opc)[2] --list-values (commandline -opc)[-1] 2>/dev/null)'
