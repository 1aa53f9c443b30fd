usage

  × e20.rhai: no such script; a script there is one of `link.rhai`
