# Checks an answer against its schema in an OpenAPI 3.0 document:
#
#   jq -r -L ../contract --slurpfile spec SPEC.json --arg path /pages --arg method get -f openapi.jq <answer
#
# prints one line per violation, nothing when there is none.
include "schema";

$spec[0] as $root
| $root.paths[$path][$method].responses["200"] as $response
| if $response == null then "the document has no \($method) \($path)"
  else violations($root; $response.content["application/json"].schema; "answer") end
