/** An answer that only leads elsewhere. */
export class Redirect {
  readonly url: string
  constructor(url: string) {
    this.url = url
  }
}
