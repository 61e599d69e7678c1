module.exports = { siteMetadata: { title: "Weir" } }
