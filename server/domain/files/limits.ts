/** How large what is uploaded may be. */
export const mostPictureBytes = 20 * 1_048_576
let most = 200 * 1_048_576

/** Set at the start, by the operator. */
export function limitFiles(bytes: number): void {
  most = bytes
}

export const mostFileBytes = (): number => most

/** What one member may have lying here that hangs on nothing yet: so many, and so many times the largest. */
export const mostLoose = 200
export const mostLooseBytes = (): number => 10 * most
