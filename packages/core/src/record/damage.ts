import { type AdapterError, isHuiyinError } from '../errors.js'

/** Whether a record cannot be read because of what is stored of it: what fails for every record, or for a while, is no damage of this one. */
export const isDamage = (error: unknown): error is AdapterError =>
  isHuiyinError(error, 'adapter-failure') && (error.details as Partial<AdapterError>).retryable !== true
