import { isMinutesAttribute } from '@meydan/shared/documents/rich-text/minutes-attributes'
import type { Attribute } from '@tiptap/core'

type Kept = Pick<Attribute, 'default' | 'parseHTML' | 'renderHTML'>

/** An attribute that goes along when its node is copied. What is pasted may be anything: only what may be there is taken. */
export function kept(node: string, name: string): Kept {
  return {
    default: null,
    parseHTML: (element) => {
      const value = element.getAttribute(`data-${name}`)
      return isMinutesAttribute(node, name, value) ? value : null
    },
    renderHTML: ({ [name]: value }) => (value === null ? {} : { [`data-${name}`]: String(value) }),
  }
}

/** How many columns or rows a cell takes. */
export function keptSpan(name: 'colspan' | 'rowspan'): Kept {
  return {
    default: 1,
    parseHTML: (element) => {
      const span = Number(element.getAttribute(name) ?? 1)
      return isMinutesAttribute('tableCell', name, span) ? span : 1
    },
    renderHTML: ({ [name]: span }) => (span === 1 ? {} : { [name]: String(span) }),
  }
}

export function keptFlag(name: string): Kept {
  return {
    default: false,
    parseHTML: (element) => element.getAttribute(`data-${name}`) === 'true',
    renderHTML: ({ [name]: value }) => ({ [`data-${name}`]: String(value === true) }),
  }
}
