/** What can come in place of an answer, and what a card may say then. */
export const misfortunes = [401, 403, 404, 410, 429, 500].map(status => ({
  status,
  json: {},
  headers: { 'retry-after': '7' },
}))

/** 401: the account is lost. 403, 404: not theirs, or gone, by the service's own meaning. Too much, or broken: later. */
export const expectedOn: Readonly<Record<number, RegExp>> = {
  401: /^account_needed$/,
  403: /^(?:not_yours|limited|unreachable)$/,
  404: /^(?:not_yours|gone)$/,
  410: /^(?:gone|not_yours|unreachable)$/,
  429: /^unreachable$/,
  500: /^unreachable$/,
}
