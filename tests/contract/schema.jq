# OpenAPI 3.0 schemas: what is wrong with a value, one text per violation. Covers what the documents
# use: $ref, allOf, oneOf, anyOf, type, nullable, enum, required, properties, additionalProperties,
# items, minimum, maximum, maxItems, and the formats uri and date-time.
#
#   jq -L tests/contract 'include "schema"; …'

def resolve($root):
  if type == "object" and has("$ref")
  then .["$ref"] | ltrimstr("#/") | split("/") | map(gsub("~1"; "/") | gsub("~0"; "~")) as $keys
    | $root | getpath($keys) | resolve($root)
  else . end;

def type_fits($wanted):
  if $wanted == "integer" then type == "number" and . == floor else type == $wanted end;

def format_fits($wanted):
  if $wanted == "uri" then test("^https?://[^ ]+$")
  elif $wanted == "date-time" then test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:?[0-9]{2})$")
  else true end;

def violations($root; $schema; $where):
  . as $value
  | ($schema | resolve($root)) as $schema
  | if $schema == null or $schema == true or $schema == {} then empty
    elif $value == null then
      if $schema.nullable == true or ($schema.type == null and $schema.allOf == null) then empty
      else "\($where): null" end
    else
      ( ($schema.allOf // [])[] as $part
        # Each part of an allOf may know other properties than the rest.
        | $value | violations($root; $part; $where) ),
      ( ($schema.oneOf // $schema.anyOf // empty) as $choices
        | if any($choices[]; . as $choice | [$value | violations($root; $choice; $where)] == [])
          then empty else "\($where): fits none of its choices" end ),
      ( $schema.type // empty | . as $type
        | if ($value | type_fits($type)) then empty
          else "\($where): \($value | type) instead of \($type)" end ),
      ( $schema.enum // empty
        | if index([$value]) == null then "\($where): \($value | tojson) isn't one of \(tojson)" else empty end ),
      ( $schema.format // empty | . as $format
        | if ($value | type) == "string" and ($value | format_fits($format) | not)
          then "\($where): \($value | tojson) is no \($format)" else empty end ),
      ( $schema.minimum // empty | if ($value | type) == "number" and $value < . then "\($where): below \(.)" else empty end ),
      ( $schema.maximum // empty | if ($value | type) == "number" and $value > . then "\($where): above \(.)" else empty end ),
      ( $schema.maxItems // empty | if ($value | type) == "array" and ($value | length) > . then "\($where): more than \(.) items" else empty end ),
      ( if ($value | type) == "object" then
          ( ($schema.required // [])[] | select(. as $name | $value | has($name) | not) | "\($where): \(.) is missing" ),
          ( $value | to_entries[] | . as $member
            | if ($schema.properties // {}) | has($member.key) then
                $member.value | violations($root; $schema.properties[$member.key]; "\($where).\($member.key)")
              elif $schema.additionalProperties == false then "\($where): \($member.key) isn't in the document"
              elif ($schema.additionalProperties | type) == "object" then
                $member.value | violations($root; $schema.additionalProperties; "\($where).\($member.key)")
              else empty end )
        else empty end ),
      ( if ($value | type) == "array" and $schema.items != null then
          range($value | length) as $index
          | $value[$index] | violations($root; $schema.items; "\($where)[\($index)]")
        else empty end )
    end;
