# From a classic apt source list: each Debian entry again, as source packages of `release`.
# suites: the suite names that mark an entry as the distribution's own archive.
BEGIN {
    split(suites, names, " ")
    for (i in names)
        own[names[i]] = 1
}

{
    sub(/#.*/, "")
}

$1 == "deb" {
    options = ""
    rest = $0
    sub(/^[ \t]*deb[ \t]+/, "", rest)
    if (rest ~ /^\[/) {
        options = substr(rest, 1, index(rest, "]"))
        rest = substr(rest, index(rest, "]") + 1)
        gsub(/arch=[^] \t]*/, "", options)
    }
    count = split(rest, field, " ")
    for (i = 3; i <= count; i++)
        if ((field[2] in own) && field[i] == "main")
            print "deb-src", options, field[1], release, "main"
}
