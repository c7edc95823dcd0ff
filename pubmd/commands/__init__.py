"""The commands, a module each: arguments in, what is printed and an exit status out."""
