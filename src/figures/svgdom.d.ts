/** svgdom ships no types; this is the part of it that figures use. */
declare module 'svgdom' {
  /** A window whose document is one empty `<svg>`. */
  export function createSVGWindow(): Window & { readonly document: { readonly documentElement: SVGSVGElement } };
}
