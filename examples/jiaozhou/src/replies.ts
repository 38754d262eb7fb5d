import type { ReplyQuality } from './behaviour-plan.ts'
import { categories } from './categories.ts'

const names = new Map(categories.map(({ code, name }) => [code, name.zh]))

const words: Readonly<Record<ReplyQuality, (matter: string) => string>> = {
  full: (matter) => `您反映的“${matter}”问题，我单位已到现场核实并处理完毕，处理结果已当面告知。如有反复，请随时联系。`,
  thin: (matter) => `您反映的“${matter}”问题，我单位已安排处理。`,
  evasive: (matter) => `您反映的“${matter}”问题已收悉，将结合工作实际统筹研究。`,
}

/** The reply of a unit, good or bad. */
export function replyText(category: string, quality: ReplyQuality): string {
  return words[quality](names.get(category) ?? category)
}
