# Compares the requests that a Data Center site was asked with OpenAPI documents of Cloud. There are no
# documents of Data Center, but its requests are the ancestors of Cloud's.
#
#   jq -s -r -L . -f data_center.jq --slurpfile jira … --slurpfile software … \
#       --slurpfile confluence1 … --slurpfile confluence2 … LOG
#
# LOG is the sandbox's request log. Prints one line per request that has no descendant: an unknown path,
# method, parameter or body property, a missing one, a value out of bounds.

include "schema";

# Every operation: its path in segments, its document, itself.
def operations($document; $prefix):
  $document.paths | to_entries[] | .key as $path | .value | to_entries[]
  | select(.key | IN("get", "post", "put", "delete", "patch"))
  | {method: (.key | ascii_upcase), segments: ($prefix + $path | split("/")), operation: .value, document: $document};

# Of two of one length.
def matches($segments):
  [.segments, $segments] | transpose | all(.[0] == .[1] or (.[0] | startswith("{")));

# "%C3%B6" and "+" as text.
def decoded:
  gsub("\\+"; " ")
  | [match("%[0-9A-Fa-f]{2}|[^%]+"; "g").string
     | if startswith("%") then "." else . end] | join("");

def parameters: if . == "" then [] else split("&") | map(index("=") as $at | {name: .[:$at], text: .[$at + 1:] | decoded}) end;

# A parameter's text as the type that its schema wants. Words that the documents call objects (fields,
# states; see exceptions) are taken for one.
def typed($schema; $document):
  ($schema | resolve($document)) as $schema
  | if $schema.type == "array" then split(",") | map(typed($schema.items // {}; $document))
    elif $schema.type == "object" then {}
    elif $schema.type == "integer" then (try tonumber catch .)
    elif $schema.type == "boolean" then (if . == "true" then true elif . == "false" then false else . end)
    else . end;

# The document of REST v1 gives the words that a list may hold as those that a list may be.
def items_enum:
  if .type == "array" and has("enum") then .enum as $words | del(.enum) | .items.enum = $words else . end;

# What the requests are called on Cloud, and the parameters that they have only here. Requests of Cloud's
# own are there too, where a test takes a Data Center site for a Cloud one.
def on_cloud:
  .path |= sub("^/[^/]+(?=/(rest|wiki)/)"; "")
  | if .path | test("^/rest/api/2/user/search$") then .path |= sub("^/rest/api/2/"; "/rest/api/3/") | .data_center = ["includeInactive"]
    elif .path | test("^/rest/api/2/") then .path |= sub("^/rest/api/2/"; "/rest/api/3/")
    elif .path | test("^/rest/api/1\\.0/filters/") then .path |= sub("^/rest/api/1\\.0/filters/"; "/rest/api/3/filter/")
    elif .path | test("^/rest/experimental/content/") then .path |= sub("^/rest/experimental/"; "/wiki/rest/api/")
    elif .path | test("^/rest/api/(content|space|search|user|longtask)") then .path |= "/wiki" + . | .data_center = ["start"]
    else . end;

# null assigns an issue to nobody, which the description of that property says but its type doesn't.
def nobody: if type == "object" and has("name") and .name == null then del(.name) else . end;

# A body without what it has only here: a person by key; and dates that null removes, as on Cloud, whose
# document has no way to remove one.
def body_on_cloud:
  if type == "object"
  then with_entries(select(.key != "userKey" and ((.key | IN("startDate", "releaseDate")) and .value == null | not)))
  else . end;

def checked($by_length):
  on_cloud | . as $request | (.path | split("/")) as $segments
  | [$by_length["\($segments | length)"] // [] | .[] | select(matches($segments))] as $paths
  # A literal path goes before one with a placeholder.
  | ([$paths[] | select(.method == $request.method)] | sort_by(.segments | map(select(startswith("{"))) | length) | first) as $found
  | if $paths == [] then "unknown path"
    elif $found == null then "unknown method"
    else
      ($found.operation.parameters // [] | map(resolve($found.document)) | map(select(.in == "query"))) as $known
      | ($request.query | parameters) as $given
      # A form with files is no JSON, and the log leaves out large ones.
      | ($found.operation.requestBody.content // {} | has("multipart/form-data")) as $takes_form
      | ($given[] | . as $parameter
         | ([$known[] | select(.name == $parameter.name)] | first) as $description
         | if $description == null
           then if ($request.data_center // []) | index($parameter.name) then empty else "unknown parameter \($parameter.name)" end
           else ($description.schema | items_enum) as $schema
             | .text | typed($schema; $found.document) | violations($found.document; $schema; $parameter.name) end),
        ($known[] | select(.required and (.name | IN($given[].name) | not)) | "parameter \(.name) is missing"),
        (if $request.body then
           $found.operation.requestBody.content["application/json"].schema as $schema
           | if $takes_form then empty
             elif $schema == null then "takes no body"
             else ($request.body | fromjson | nobody | body_on_cloud) | violations($found.document; $schema; "body") end
         elif $found.operation.requestBody.required and ($takes_form | not) then "body is missing" else empty end)
    end;

. as $requests
| [operations($jira[0]; ""), operations($software[0]; ""), operations($confluence1[0]; ""), operations($confluence2[0]; "/wiki/api/v2")]
# A request is compared with those that have as many segments, not with all thousand.
| group_by(.segments | length) | map({key: "\(.[0].segments | length)", value: .}) | from_entries as $by_length
| $requests | unique_by([.method, .path, .query, .body])[]
| select(.path | test("^(/[^/]+)?/__sandbox") | not)
# What tells the products apart is in no document of Cloud, and neither are the bytes of files.
| select(.path | test("/rest/applinks/1.0/manifest$|/rest/api/server-information$|/secure/attachment/|/download/attachments/|/rest/inlinecomments/") | not)
| . as $request
| checked($by_length)
| "\($request.method) \($request.path)?\($request.query): \(.)"
