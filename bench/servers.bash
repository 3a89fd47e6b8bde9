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
    export ATLCLI_CONFIG_DIR=$scratch/$1/config
    local login=(--email you@example.com)
    [[ "$*" != *"--deployment datacenter"* ]] || login=(--bearer)
    printf 'sandbox-token' | "$atlcli" auth login --quiet --profile bench --site "$site" \
        "${login[@]}" --token-stdin --ca-file "$certificate_authority" >/dev/null
}

stop_sandbox() {
    kill "$sandbox_pid"
    wait "$sandbox_pid" || true
}
