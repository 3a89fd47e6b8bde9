# shellcheck shell=bash
# An nginx that answers as a test says: redirects, web pages, damaged JSON. For bats files:
#
#   start_nginx DIRECTIVES [CERTIFICATE KEY]
#                                 serves http with these directives in its server block; with a
#                                   certificate HTTP/2 over TLS, at "localhost". Sets NGINX_URL,
#                                   NGINX_PID, and
#                                   NGINX_LOG   a line per request: method, URI, authorization, protocol
#   stop_nginx                    for teardown; fine when none was started

NGINX_PID=${NGINX_PID:-}

write_nginx_configuration() {
    cat >"$1/nginx.conf" <<END
daemon off;
master_process off;
pid $1/pid;
error_log $1/errors;
events {
    worker_connections 64;
}
http {
    log_format asked '\$request_method \$request_uri [\$http_authorization] \$server_protocol';
    access_log $1/requests asked;
    client_body_temp_path $1/body;
    proxy_temp_path $1/proxy;
    fastcgi_temp_path $1/fastcgi;
    uwsgi_temp_path $1/uwsgi;
    scgi_temp_path $1/scgi;
    default_type application/json;
    server {
        listen 127.0.0.1:$2${4:+ ssl http2};
        ${4:+ssl_certificate $4; ssl_certificate_key $5;}
        location = /nginx-is-there {
            access_log off;
            return 204;
        }
        $3
    }
}
END
}

# nginx can't let the system choose a port, so it is offered others until one is free.
start_nginx() {
    local directory port scheme=http://127.0.0.1
    [ -z "${2:-}" ] || scheme=https://localhost
    directory=$(mktemp -d "$BATS_TEST_TMPDIR/nginx.XXXXXX")
    export NGINX_LOG=$directory/requests
    for _ in $(seq 50); do
        port=$((20000 + RANDOM % 12000))
        write_nginx_configuration "$directory" "$port" "$@"
        nginx -p "$directory" -c "$directory/nginx.conf" -e "$directory/errors" \
            2>"$directory/messages" 3>&- &
        NGINX_PID=$!
        NGINX_URL=$scheme:$port
        while kill -0 "$NGINX_PID" 2>/dev/null; do
            if [ -s "$directory/pid" ] && curl -skf "$NGINX_URL/nginx-is-there"; then
                return
            fi
            sleep 0.02
        done
        grep -q 'Address already in use' "$directory/errors" || break
        : >"$directory/errors"
    done
    cat "$directory/messages" "$directory/errors" >&2
    NGINX_PID=
    return 1
}

stop_nginx() {
    [ -z "$NGINX_PID" ] || { kill "$NGINX_PID" && wait "$NGINX_PID"; } 2>/dev/null || true
    NGINX_PID=
}
