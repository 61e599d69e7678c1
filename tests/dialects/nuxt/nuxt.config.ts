export default defineNuxtConfig({
  app: { baseURL: '/lamps/' },
  modules: ['@nuxt/content'],
})
