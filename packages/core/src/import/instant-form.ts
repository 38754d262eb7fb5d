import { z } from 'zod'

/** An instant as input, in milliseconds since 1970, up to the end of `Date`. */
export const instantForm = z.number().int().min(0).max(8_640_000_000_000_000)
