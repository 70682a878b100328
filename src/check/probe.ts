/** What one attempt said of a server. */
export type ProbeResult =
  /** `weight`: what MISC_CHECK with misc_dynamic wants the server to have. */
  | { readonly kind: 'success'; readonly weight?: number }
  | { readonly kind: 'failure'; readonly why: string }
  /** No attempt could be made, which says nothing about the server. */
  | { readonly kind: 'unable'; readonly why: string }
