import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** What a selection asks for once its fragments are put in. */
export type Size = {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  /** Fields of the selection itself, not of what is beneath. */
  readonly roots: number;
};

const nothing: Size = { depth: 0, fields: 0, aliases: 0, roots: 0 };

type Selecting = OperationDefinitionNode | FragmentDefinitionNode;

/**
 * Measures the operations and fragments of a document. Each fragment is measured once, however often it is spread, so that the
 * work grows with the text while the numbers may reach Infinity. A fragment within itself counts as nothing there: validation
 * refuses it.
 */
export const createMeasure = (document: DocumentNode): ((definition: Selecting) => Size) => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, Size>();

  const sizeOfFragment = (name: string): Size => {
    const known = measured.get(name);
    if (known) return known;
    measured.set(name, nothing);
    const fragment = fragments.get(name);
    const size = fragment ? measure(fragment.selectionSet) : nothing;
    measured.set(name, size);
    return size;
  };

  const measure = ({ selections }: SelectionSetNode): Size => {
    const total = { ...nothing };
    for (const selection of selections) {
      const isField = selection.kind === Kind.FIELD;
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? sizeOfFragment(selection.name.value)
          : selection.selectionSet
            ? measure(selection.selectionSet)
            : nothing;
      total.depth = Math.max(total.depth, inner.depth + (isField ? 1 : 0));
      total.fields += inner.fields + (isField ? 1 : 0);
      total.aliases += inner.aliases + (isField && selection.alias ? 1 : 0);
      total.roots += isField ? 1 : inner.roots;
    }
    return total;
  };
  return (definition) =>
    definition.kind === Kind.FRAGMENT_DEFINITION
      ? sizeOfFragment(definition.name.value)
      : measure(definition.selectionSet);
};
