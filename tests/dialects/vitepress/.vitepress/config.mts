import { defineConfig } from "vitepress"

export default defineConfig({ title: "Dunes", cleanUrls: true })
