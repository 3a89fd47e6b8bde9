// A server of proxies that let Prism check every request and every answer against Atlassian's OpenAPI
// documents. All test files share one, since reading the documents and compiling their schemas takes longer
// than what a file asks for.
//
//   node prism.mjs --documents DIR --exceptions FILE
//
// Prints its own URL once it listens. A form posted there makes a proxy and answers with its URL:
//
//   site=URL&log=FILE[&ca=FILE][&certificate=FILE&key=FILE]
//
// DELETE on /?proxy=URL ends it. POST to /users counts one who needs the server, DELETE there counts one
// less, both say what was computed; it ends with the last, or when it was asked nothing for long.
//
// A proxy forwards to the site and appends a line of JSON to the log for each request before its answer's
// last byte leaves: method, uri, status, operation ("GET /rest/api/3/issue/{issueIdOrKey}", null
// where no document has one), request and answer (what is wrong with either, a list of texts), excused
// (the numbers of the lines of exceptions that applied). With a certificate it speaks https. Bodies pass
// byte for byte, but that links to the site in JSON lead to the proxy.
//
// What is below /__sandbox is forwarded unchecked. A document is loaded when a request first needs it.
import { AsyncLocalStorage } from "node:async_hooks";
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { parseArgs } from "node:util";

const require = createRequire(path.join(process.env.ATLCLI_PRISM, "package.json"));

// Prism takes a schema that it can't compile as one that fits everything: here it is a violation.
// Requests of all proxies are checked at once; each has its own list.
const unusable = new AsyncLocalStorage();
const Ajv = require("ajv").default;
const compile = Ajv.prototype.compile;
Ajv.prototype.compile = function (...given) {
    try {
        return compile.apply(this, given);
    } catch (error) {
        unusable.getStore()?.push(`a schema of the document can't be used: ${error.message}`);
        throw error;
    }
};

// Nothing is made up here, and what Prism makes answers up with takes longer to load than all the rest.
const loadModule = Module._load;
Module._load = (name, ...given) => (name === "@faker-js/faker" ? {} : loadModule(name, ...given));

const { bundleOas3Service } = require("@stoplight/http-spec/oas3");
const { createInstance } = require("@stoplight/prism-http");
const E = require("fp-ts/Either");
const TE = require("fp-ts/TaskEither");

const { documents, exceptions: exceptionsFile } = parseArgs({
    options: { documents: { type: "string" }, exceptions: { type: "string" } },
}).values;
const read = (file) => file && fs.readFileSync(file, "utf8");

// ---- documents ----

const products = [
    { prefix: "/rest/api/3/", file: "jira-platform-v3.json", base: "" },
    { prefix: "/rest/agile/1.0/", file: "jira-software.json", base: "" },
    { prefix: "/wiki/api/v2/", file: "confluence-v2.json", base: "/wiki/api/v2" },
    { prefix: "/wiki/rest/api/", file: "confluence-v1.json", base: "" },
];

// Prism's own loader writes out what a $ref stands for. That takes half a minute for Confluence's
// contents, which hold each other in circles, and leaves schemas that don't compile. Prism's parser
// can keep the schemas in a bundle, which is where its checks look for them.
function load(product) {
    const document = JSON.parse(read(path.join(documents, product.file)));
    resolve(document.paths, document);
    mend(document);
    const bundle = JSON.stringify(bundleOas3Service({ document })).replaceAll('"#/components/', '"#/__bundled__/');
    const { operations, components } = JSON.parse(bundle);
    const byLength = new Map();
    for (const operation of operations) {
        const length = segments(operation.path);
        byLength.set(length, byLength.get(length) ?? []);
        byLength.get(length).push({ ...operation, __bundled__: { schemas: components.schemas } });
    }
    return byLength;
}

function segments(pathname) {
    return pathname.split("/").length;
}

// Those that Prism chooses from, of the hundreds that it would else take apart for each request.
function candidates(product, pathname) {
    product.operations ??= load(product);
    return product.operations.get(segments(pathname)) ?? [];
}

// Many documents give a body to answers that have none: a 204, which HTTP gives none, and those whose
// schema is empty.
function mend(document) {
    for (const operation of Object.values(document.paths).flatMap(Object.values)) {
        for (const [status, response] of Object.entries(operation.responses ?? {})) {
            const schemas = Object.values(response.content ?? {}).map(({ schema }) => JSON.stringify(schema));
            if (status === "204" || schemas.every((schema) => schema === "{}")) {
                delete response.content;
            }
        }
    }
}

// Puts parameters and bodies where they are referred to, and the schemas of forms: those Prism doesn't
// look up.
function resolve(node, document, kinds = "parameters|requestBodies") {
    for (const [key, value] of Object.entries(node)) {
        const within = key === "multipart/form-data" ? `${kinds}|schemas` : kinds;
        const [, kind, name] = new RegExp(`^#/components/(${kinds})/(.+)$`).exec(value?.$ref) ?? [];
        if (kind) {
            node[key] = document.components[kind][name];
        }
        if (node[key] !== null && typeof node[key] === "object") {
            resolve(node[key], document, within);
        }
    }
}

// ---- exceptions ----

// DOCUMENT | METHOD PATH | MESSAGE | REASON; see the file itself.
const exceptions = read(exceptionsFile).split("\n")
    .map((text, index) => ({ text, line: index + 1 }))
    .filter(({ text }) => text !== "" && !text.startsWith("#"))
    .map(({ text, line }) => {
        const [file, operation, message, reason] = text.split(/ +\| +/);
        if (!reason) {
            throw new Error(`${exceptionsFile}:${line}: not DOCUMENT | METHOD PATH | MESSAGE | REASON`);
        }
        const pattern = operation.split("*").map((part) => part.replace(/[.{}]/g, "\\$&")).join(".*");
        return { line, file, operation: new RegExp(`^${pattern}$`), message: new RegExp(`^(${message})$`) };
    });

function excuse(file, operation, message) {
    return exceptions.find((each) =>
        (each.file === "*" || each.file === file) && each.operation.test(operation) && each.message.test(message));
}

// ---- one request ----

function send({ upstream, client, agent }, request, body) {
    return new Promise((resolve, reject) => {
        // An answer in the clear is one that can be read here.
        const headers = { ...request.headers, host: upstream.host, "accept-encoding": "identity" };
        const { hostname, port } = upstream;
        client.request({ hostname, port, method: request.method, path: request.url, headers, agent },
            (answer) => collect(answer).then((bytes) => resolve({ answer, bytes }), reject))
            .on("error", reject)
            .end(body);
    });
}

async function collect(stream) {
    const chunks = [];
    for await (const chunk of stream) {
        chunks.push(chunk);
    }
    return Buffer.concat(chunks);
}

function isJson(headers) {
    return /^application\/([^;]+\+)?json/.test(headers["content-type"] ?? "");
}

// As Prism's own server reads a body: JSON as what it means, all else as text.
function meaning(headers, bytes) {
    if (bytes.length === 0) {
        return undefined;
    }
    const text = bytes.toString("utf8");
    if (!isJson(headers)) {
        return text;
    }
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

function queryOf(parameters) {
    return Object.fromEntries([...new Set(parameters.keys())].map((name) => {
        const values = parameters.getAll(name);
        return [name, values.length === 1 ? values[0] : values];
    }));
}

// OpenAPI leaves open what a parameter means that no document has; to us it is a mistake.
function unknownParameters(query, operation) {
    const known = new Set((operation.request?.query ?? []).map((parameter) => parameter.name));
    return Object.keys(query).filter((name) => !known.has(name))
        .map((name) => `Request query parameter ${name} isn't in the document`);
}

// A mistake in each of a list's items is one mistake.
function texts(validations, status) {
    return [...new Set(validations.map(({ message }) =>
        message.startsWith("Unable to match") ? `Status ${status} isn't in the document`
            : message.replace(/\.\d+(?=[. ])/g, ".N")))];
}

// Forwards the request and has Prism say what is wrong with it and its answer.
async function check(proxy, product, request, body) {
    const { upstream } = proxy;
    const url = new URL(request.url, upstream);
    const input = {
        method: request.method.toLowerCase(),
        url: { path: url.pathname.slice(product.base.length), query: queryOf(url.searchParams) },
        headers: request.headers,
        body: meaning(request.headers, body),
    };
    const found = { operation: null };
    const forward = (_data, _site, _proxy, resource) => () => TE.tryCatch(async () => {
        found.resource = resource;
        Object.assign(found, await send(proxy, request, body));
        return {
            statusCode: found.answer.statusCode,
            headers: found.answer.headers,
            body: meaning(found.answer.headers, found.bytes),
        };
    }, E.toError);
    const configuration = {
        isProxy: true, upstream, mock: false, errors: false,
        checkSecurity: true, validateRequest: true, validateResponse: true,
    };
    const operations = candidates(product, input.url.path);
    const unusableSchemas = [];
    const result = await unusable.run(unusableSchemas, () =>
        createInstance(configuration, { logger: silent, forward }).request(input, operations, configuration)());
    if (E.isLeft(result)) {
        throw result.left;
    }
    const { validations } = result.right;
    found.request = texts(validations.input, found.answer.statusCode);
    found.answered = [...texts(validations.output, found.answer.statusCode), ...unusableSchemas];
    if (found.resource) {
        found.operation = `${request.method} ${product.base}${found.resource.path}`;
        found.request.push(...unknownParameters(input.url.query, found.resource));
    }
    return found;
}

const silent = { info() {}, warn() {}, error() {}, debug() {}, trace() {}, success() {}, child: () => silent };

function write({ log }, request, product, found) {
    const excused = new Set();
    const remaining = (messages) => messages.filter((message) => {
        const exception = excuse(product?.file ?? "", found.operation ?? `${request.method} ${request.url}`, message);
        exception && excused.add(exception.line);
        return !exception;
    });
    fs.appendFileSync(log, JSON.stringify({
        method: request.method, uri: request.url, status: found.answer.statusCode, operation: found.operation,
        request: remaining(found.request), answer: remaining(found.answered), excused: [...excused],
    }) + "\n");
}

async function handle(proxy, request, response) {
    const body = await collect(request);
    const product = products.find(({ prefix }) => request.url.startsWith(prefix));
    let found;
    if (product) {
        found = await check(proxy, product, request, body);
    } else {
        found = { operation: null, request: ["no document has this path"], answered: [], ...await send(proxy, request, body) };
    }
    if (!request.url.startsWith("/__sandbox/")) {
        write(proxy, request, product, found);
    }
    respond(proxy, response, found);
}

function respond({ upstream, origin }, response, { answer, bytes }) {
    const headers = answer.rawHeaders.slice();
    if (isJson(answer.headers)) {
        bytes = Buffer.from(bytes.toString("latin1").replaceAll(upstream.origin, origin), "latin1");
        const length = headers.findIndex((name) => name.toLowerCase() === "content-length");
        length >= 0 && headers.splice(length + 1, 1, String(bytes.length));
    }
    response.writeHead(answer.statusCode, headers);
    response.end(bytes);
}

function serve(proxy, request, response) {
    handle(proxy, request, response).catch((error) => {
        // The sandbox broke off, or Prism did: the client sees a broken connection, the log says why.
        fs.appendFileSync(proxy.log, JSON.stringify({
            method: request.method, uri: request.url, status: 0, operation: null,
            request: [], answer: [`no answer: ${error.message}`], excused: [],
        }) + "\n");
        response.destroy();
    });
}

// ---- proxies ----

const proxies = new Map();

async function listen(server) {
    await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
    return server.address().port;
}

async function open({ site, log, ca, certificate, key }) {
    const upstream = new URL(site);
    const client = upstream.protocol === "https:" ? https : http;
    const proxy = { upstream, client, log, agent: new client.Agent({ keepAlive: true, ca: read(ca) }) };
    const handler = (request, response) => serve(proxy, request, response);
    proxy.server = certificate
        ? https.createServer({ cert: read(certificate), key: read(key) }, handler)
        : http.createServer(handler);
    const port = await listen(proxy.server);
    // With a certificate by the name that it is for.
    proxy.origin = certificate ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
    proxies.set(proxy.origin, proxy);
    return proxy.origin;
}

function close(origin) {
    const { server, agent } = proxies.get(origin);
    proxies.delete(origin);
    server.close();
    server.closeAllConnections();
    agent.destroy();
}

// ---- the server ----

// Longer than any test is silent: whoever needed the server was killed.
const forgotten = 30 * 60 * 1000;
const end = setTimeout(() => process.exit(), forgotten);
let users = 0;

async function command(request) {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    const creates = request.method === "POST";
    if (pathname === "/users") {
        users += creates ? 1 : -1;
        const { user, system } = process.cpuUsage();
        return `computed: ${user / 1e6}s ${system / 1e6}s`;
    }
    return creates
        ? open(Object.fromEntries(new URLSearchParams((await collect(request)).toString())))
        : close(searchParams.get("proxy"));
}

const server = http.createServer((request, response) => {
    end.refresh();
    command(request).then((answer) => response.end(answer), (error) => response.writeHead(500).end(`${error.message}\n`))
        .finally(() => users > 0 || response.once("close", () => process.exit()));
});
console.log(`http://127.0.0.1:${await listen(server)}`);
