// Validates ADF documents, a file each or (.jsonl) a line each, against Atlassian's schema.
//
//   node adf_schema.mjs SCHEMA FILE...
//
// With the validator that Prism checks JSON with. An array of items in the schema (draft 4) says what the
// first two children may be and nothing of the others: here the last one holds for all that follow, as
// the schema's authors mean it.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.env.ATLCLI_PRISM, "package.json"));
const Ajv = require("ajv").default;

function closeTuples(schema) {
    if (Array.isArray(schema.items)) {
        schema.additionalItems = schema.items.at(-1);
    }
    Object.values(schema).filter((value) => value instanceof Object).forEach(closeTuples);
}

function* documents(files) {
    for (const file of files) {
        const text = fs.readFileSync(file, "utf8");
        if (file.endsWith(".jsonl")) {
            yield* text.trimEnd().split("\n").map((line, index) => [`${file}:${index + 1}`, line]);
        } else {
            yield [file, text];
        }
    }
}

const [schemaFile, ...files] = process.argv.slice(2);
const { $schema, ...schema } = JSON.parse(fs.readFileSync(schemaFile, "utf8"));
if (!$schema.includes("draft-04")) {
    throw new Error(`${schemaFile} is of another draft: ${$schema}`);
}
closeTuples(schema);
const isValid = new Ajv({ strict: false, validateFormats: false }).compile(schema);
let count = 0;
let invalid = 0;
for (const [name, text] of documents(files)) {
    count++;
    if (!isValid(JSON.parse(text))) {
        // Of the alternatives that all failed, the one that went furthest.
        const depth = ({ instancePath }) => instancePath.split("/").length;
        const { instancePath, message } = isValid.errors.reduce((one, other) => (depth(other) > depth(one) ? other : one));
        console.log(`${name}: ${instancePath}: ${message}`);
        invalid++;
    }
}
console.log(`${count} documents, ${invalid} invalid`);
process.exitCode = invalid > 0 || count === 0 ? 1 : 0;
