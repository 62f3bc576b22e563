import type { IntlMessageFormat } from 'intl-messageformat'

type Element = ReturnType<IntlMessageFormat['getAst']>[number]

/** Of `TYPE` in ICU's parser, which a build leaves out. */
const LITERAL = 0
const ARGUMENT = 1

/** Values that a message shows as they are given; by others it chooses, or counts, and those must stay what they are. */
export function shownValues(ast: readonly Element[]): ReadonlySet<string> {
  const shown = new Set<string>()
  const others = new Set<string>()
  const look = (elements: readonly Element[]) => {
    for (const element of elements) {
      if (element.type === ARGUMENT) shown.add(element.value)
      else if (element.type !== LITERAL && 'value' in element) others.add(element.value)
      if ('options' in element) for (const { value } of Object.values(element.options)) look(value)
      if ('children' in element) look(element.children)
    }
  }
  look(ast)
  return new Set([...shown].filter((name) => !others.has(name)))
}
