const isNest = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** How deep lists and objects stand within each other in a value, and the members of its largest object. */
export type ValueShape = { readonly nesting: number; readonly members: number };

/** Measures a JSON value, no deeper than one more than `most`. Not recursive: a body may be deeper than the stack. */
export const shapeOf = (value: unknown, most: number): ValueShape => {
  let level = isNest(value) ? [value] : [];
  let [nesting, members] = [0, 0];
  while (level.length > 0 && nesting <= most) {
    nesting += 1;
    const inner: object[] = [];
    for (const nest of level) {
      const values = Object.values(nest);
      if (!Array.isArray(nest)) members = Math.max(members, values.length);
      for (const each of values) if (isNest(each)) inner.push(each);
    }
    level = inner;
  }
  return { nesting, members };
};
