/** The build for browsers has no file system and no Node modules, and runs everywhere; its types are the package's own. */
declare module "liquidjs/dist/liquid.browser.mjs" {
  export * from "liquidjs";
}
