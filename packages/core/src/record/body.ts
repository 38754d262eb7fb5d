import type { RecordKind } from './record-kind.js'

/** The form of a kind that names none. Bodies of this form carry no mark, as all did before there were forms. */
const firstForm = 1
const mark = /^\{"\$form":(\d{1,9})[,}]/

/** The form in which this kind writes bodies. */
export const formOf = ({ form = firstForm }: Pick<RecordKind<never, never>, 'form'>): number => form

/** A body as it is stored: the facts as JSON text, marked with the form of the kind that wrote them. */
export function bodyOf(form: number, text: string): string {
  if (form === firstForm) return text
  return text === '{}' ? `{"$form":${form}}` : `{"$form":${form},${text.slice(1)}`
}

/** The form of a stored body, and its facts as JSON text. */
export function readBody(body: string): { readonly form: number; readonly text: string } {
  const [marked, form] = mark.exec(body) ?? []
  if (marked === undefined) return { form: firstForm, text: body }
  return { form: Number(form), text: `{${body.slice(marked.endsWith('}') ? marked.length - 1 : marked.length)}` }
}
