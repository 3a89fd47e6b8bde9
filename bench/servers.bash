# shellcheck shell=bash
# What the workloads talk to: nginx for the engine, the sandbox for whole commands. All on loopback,
# on ports the kernel chooses, stopped by process id when bench/run ends.
# shellcheck disable=SC2154 # scratch, bin and pids come from bench/run

make_certificates() {
    local directory=$1
    [ -f "$directory/server.pem" ] && return
    mkdir -p "$directory"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
        -subj "/CN=bench CA" -keyout "$directory/ca.key" -out "$directory/ca.pem" 2>/dev/null
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=localhost" \
        -keyout "$directory/server.key" -out "$directory/server.csr" 2>/dev/null
    printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' >"$directory/extensions"
    openssl x509 -req -in "$directory/server.csr" -CA "$directory/ca.pem" -days 2 \
        -CAkey "$directory/ca.key" -CAcreateserial -extfile "$directory/extensions" \
        -out "$directory/server.pem" 2>/dev/null
}

# A port that was free a moment ago; nginx can't be told to let the kernel choose.
free_port() {
    "$bin/bench_port"
}

write_nginx_configuration() {
    cat >"$scratch/nginx.conf" <<END
user $(id -un) $(id -gn);
daemon off;
worker_processes auto;
pid $scratch/nginx.pid;
error_log $scratch/nginx.log;
events { worker_connections 512; }
http {
    access_log off;
    client_body_temp_path $scratch/body;
    proxy_temp_path $scratch/proxy;
    fastcgi_temp_path $scratch/fastcgi;
    uwsgi_temp_path $scratch/uwsgi;
    scgi_temp_path $scratch/scgi;
    default_type application/json;
    keepalive_requests 1000000;
    open_file_cache max=16;
    ssl_certificate $scratch/tls/server.pem;
    ssl_certificate_key $scratch/tls/server.key;
    server {
        listen 127.0.0.1:$plain_port;
        listen 127.0.0.1:$tls_port ssl http2;
        root $scratch/www;
        location / { try_files /item.json =404; }
    }
}
END
}

start_nginx() {
    make_certificates "$scratch/tls"
    mkdir -p "$scratch/www"
    # 1 KB of JSON, of the size and shape of a small answer.
    awk 'BEGIN { printf "{\"id\":\"10000\",\"key\":\"BENCH-1\",\"text\":\"";
                 for (i = 0; i < 977; i++) printf "x"; print "\"}" }' >"$scratch/www/item.json"
    plain_port=$(free_port)
    tls_port=$(free_port)
    write_nginx_configuration
    nginx -c "$scratch/nginx.conf" -e "$scratch/nginx.log" &
    pids+=($!)
    wait_for nginx curl -sf -o /dev/null "http://127.0.0.1:$plain_port/"
}

# Waits until a command succeeds; gives up after half a minute.
wait_for() {
    local what=$1 tries=0
    shift
    until "$@"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 300 ]; then
            printf 'bench: %s did not start\n' "$what" >&2
            exit 1
        fi
        sleep 0.1
    done
}

# launch_sandbox NAME OPTION…: sets site.
launch_sandbox() {
    local directory=$scratch/$1
    shift
    mkdir -p "$directory"
    "$bin/atlcli-sandbox" --port 0 --state-dir "$directory" --port-file "$directory/port" \
        "$@" 2>"$directory/stderr" &
    sandbox_pid=$!
    pids+=("$sandbox_pid")
    wait_for atlcli-sandbox test -s "$directory/port"
    site=$(cat "$directory/port")
}

# The same over TLS; sets certificate_authority, and logs in as profile "bench".
start_sandbox() {
    launch_sandbox "$@" --tls
    certificate_authority=$scratch/$1/ca.pem
    log_in "$@"
}

log_in() {
    export ATLCLI_CONFIG_DIR=$scratch/$1/config
    local login=(--email you@example.com)
    [[ "$*" != *"--deployment datacenter"* ]] || login=(--bearer)
    printf 'sandbox-token' | "$atlcli" auth login --quiet --profile bench --site "$site" \
        "${login[@]}" --token-stdin --ca-file "$certificate_authority" >/dev/null
}

# The sandbox as Cloud is: behind a server that speaks HTTP/2, so that requests share a connection.
start_cloud() {
    launch_sandbox "$@"
    make_certificates "$scratch/tls"
    local port
    port=$(free_port)
    mkdir -p "$scratch/$1-front"
    write_front "$scratch/$1-front" "$port" "${site#http://}" >"$scratch/$1-front/nginx.conf"
    nginx -c "$scratch/$1-front/nginx.conf" -e "$scratch/$1-front/log" &
    front_pid=$!
    pids+=("$front_pid")
    site=https://localhost:$port
    certificate_authority=$scratch/tls/ca.pem
    wait_for nginx curl -sf --cacert "$certificate_authority" -o /dev/null "$site/__sandbox/counters"
    log_in "$@"
}

# write_front DIRECTORY PORT BACKEND
write_front() {
    cat <<END
user $(id -un) $(id -gn);
daemon off;
worker_processes 1;
pid $1/pid;
error_log $1/log;
events { worker_connections 512; }
http {
    access_log off;
    client_body_temp_path $1/body;
    proxy_temp_path $1/proxy;
    fastcgi_temp_path $1/fastcgi;
    uwsgi_temp_path $1/uwsgi;
    scgi_temp_path $1/scgi;
    client_max_body_size 0;
    keepalive_requests 1000000;
    ssl_certificate $scratch/tls/server.pem;
    ssl_certificate_key $scratch/tls/server.key;
    proxy_buffers 16 64k;
    proxy_buffer_size 64k;
    upstream sandbox { server $3; keepalive 64; }
    server {
        listen 127.0.0.1:$2 ssl http2;
        location / {
            proxy_pass http://sandbox;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host localhost:$2;
        }
    }
}
END
}

stop_sandbox() {
    local pid
    for pid in ${front_pid:-} "$sandbox_pid"; do
        kill "$pid"
        wait "$pid" || true
    done
    front_pid=
}

sandbox_call() {
    curl -sf --cacert "$certificate_authority" -X "$1" "$site/__sandbox/$2" "${@:3}"
}
