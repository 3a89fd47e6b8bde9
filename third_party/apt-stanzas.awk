# From a deb822 apt source list: each Debian stanza again, as source packages of `release`.
# suites: the suite names that mark a stanza as the distribution's own archive.
BEGIN {
    RS = ""
    FS = "\n"
    split(suites, names, " ")
    for (i in names)
        own[names[i]] = 1
}

# The value of the stanza's field `key`, "" when it has none.
function value(key,    i, text) {
    for (i = 1; i <= NF; i++)
        if (tolower($i) ~ "^" key ":") {
            text = $i
            sub(/^[^:]*:[ \t]*/, "", text)
            return text
        }
    return ""
}

function holds(list, word,    parts, i) {
    split(list, parts, " ")
    for (i in parts)
        if (parts[i] == word)
            return 1
    return 0
}

function is_own(list,    parts, i) {
    split(list, parts, " ")
    for (i in parts)
        if (parts[i] in own)
            return 1
    return 0
}

holds(value("types"), "deb") && tolower(value("enabled")) != "no" && holds(value("components"), "main") && is_own(value("suites")) {
    print "Types: deb-src"
    print "Suites: " release
    print "Components: main"
    kept = 0
    for (i = 1; i <= NF; i++) {
        if ($i ~ /^#/)
            continue
        # A line that starts with a space continues the field before it (a key in Signed-By, say).
        if ($i !~ /^[ \t]/)
            kept = tolower($i) ~ /^(uris|signed-by|trusted|check-valid-until|check-date):/
        if (kept)
            print $i
    }
    print ""
}
