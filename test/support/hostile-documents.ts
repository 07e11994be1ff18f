/** `pieces` times a text that may tell their numbers. */
export const times = (pieces: number, text: (index: number) => string): string =>
  Array.from({ length: pieces }, (_, index) => text(index)).join(' ');

/** A chain of `links` objects, deepest field last: `links + 1` fields deep. */
const chain = (links: number, leaf = '__typename'): string => `${'a{'.repeat(links)}${leaf}${'}'.repeat(links)}`;

/** Documents at a limit, of a size that `limit` gives. Fields of theirs need not exist: limits are told before validation. */
export const sized = {
  documentDepth: (size: number) => `{${chain(size - 1)}}`,
  documentFields: (size: number) => `{a{${times(size - 1, (index) => `f${index}`)}}}`,
  documentAliases: (size: number) => `{a{${times(size, (index) => `f${index}:b`)}}}`,
  documentDirectives: (size: number) => `{a ${times(size, (index) => `@d${index}`)}}`,
  documentOperations: (size: number) => times(size, (index) => `query Q${index}{a}`),
  rootFields: (size: number) => `{${times(size, (index) => `f${index}`)}}`,
  valueNesting: (size: number) => `{a(x:${'['.repeat(size)}${']'.repeat(size)})}`,
  documentTokens: (size: number) => `{a(x:[${times(size - 9, () => '1')}])}`,
} as const;

/** Selects of a type what its fields' types hold, lists and non-nulls taken off. */
const ofFields = (selected: string): string =>
  `fields{type{${selected} ofType{${selected} ofType{${selected} ofType{${selected}}}}}}`;

/** Selects of a type the fields of the types of its fields, and theirs. */
export const fieldsOfTypes = (fields: string): string => ofFields(ofFields(`fields{${fields}}`));

/** Documents whose text is short and whose meaning is not, and documents deeper than any stack. */
export const bombs: Readonly<Record<string, string>> = {
  'selections 20,000 deep': `${'{a'.repeat(20_000)}${'}'.repeat(20_000)}`,
  'selections 10,000 deep, never closed': '{a'.repeat(10_000),
  'lists 12,000 deep': `{a(x:${'['.repeat(12_000)}${']'.repeat(12_000)})}`,
  'objects 7,000 deep': `{a(x:${'{a:'.repeat(7_000)}1${'}'.repeat(7_000)})}`,
  'types 12,000 deep': `query($a:${'['.repeat(12_000)}Int${']'.repeat(12_000)}){a}`,
  'inline fragments 1,500 deep': `{${'...{'.repeat(1_500)}__typename${'}'.repeat(1_500)}}`,
  'fragments that double 300 times': `{...F0} ${times(300, (i) => `fragment F${i} on Query{...F${i + 1} ...F${i + 1}}`)} fragment F300 on Query{__typename}`,
  'fragments that double 12 times': `{...F0} ${times(12, (i) => `fragment F${i} on Query{...F${i + 1} ...F${i + 1}}`)} fragment F12 on Query{__typename}`,
  'fragments in a circle': `{...F0} ${times(200, (i) => `fragment F${i} on Query{...F${(i + 1) % 200} ...F${(i + 7) % 200}}`)}`,
  'a fragment of itself': '{...F} fragment F on Query{...F ...F ...F}',
  'one field 3,000 times': `{organization(slug:"acme"){${times(3_000, () => 'name')}}}`,
  'one field 1,990 times': `{organization(slug:"acme"){${times(1_990, () => 'name')}}}`,
  'one list 490 times': `{linkedAccount(id:"a"){${times(490, () => 'organizations{nodes{name}}')}}}`,
  '500 aliases of a call': `{${times(500, (i) => `a${i}:organizations{nodes{name}}`)}}`,
  '1,000 directives': `{__typename ${times(1_000, () => '@include(if:true)')}}`,
  '1,500 unknown fields': `{a{${times(1_500, (i) => `organizatio${i}`)}}}`,
  '800 unused variables': `query(${times(800, (i) => `$a${i}:Int`)}){__typename}`,
  '4,001 tokens': `{${times(4_001, () => 'a')}}`,
  'a document over its size': `{__typename} #${'x'.repeat(40_000)}`,
  'a document of 1 MiB': `{__typename} #${'x'.repeat(1_000_000)}`,
  'introspection in circles': `{__schema{${'types{fields{type{'.repeat(12)}name${'}}}'.repeat(12)}}}`,
  'introspection of fields of types of fields': `{__schema{types{${fieldsOfTypes('name description args{name description type{name description}}')}}}}`,
  'introspection under 16 names': `{${times(16, (i) => `a${i}:__schema{types{name description fields{name description args{name}}}}`)}}`,
};
