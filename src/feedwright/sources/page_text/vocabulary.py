"""The words that news pages label their parts with, one `Vocabulary` a language.

Data only: to teach the parser a language, write another `Vocabulary` and add it to `LANGUAGES`.
Words are written without accents and in lower case, as `wording.fold` leaves them. Every
language is tried on every page, so that a Spanish page with English buttons is read too.
"""

from __future__ import annotations

from msgspec import Struct

Words = tuple[str, ...]


class Vocabulary(Struct, frozen=True):
    """What one language calls things. `whole` phrases fill a line, `opening` ones begin it."""

    # dates
    months: Words = ()
    weekdays: Words = ()
    published: Words = ()
    updated: Words = ()
    date_glue: Words = ()  # "published ON 18 March", "18 DE marzo"
    time_glue: Words = ()  # "18 March AT 14:30"
    time_units: Words = ()  # "14:30 HORAS"
    reading_time: Words = ()  # what stands beside the minutes in "4 min read"
    relative_time: Words = ()  # "3 hours AGO": tells a date line, but no date

    # people
    by: Words = ()
    conjunctions: Words = ()
    particles: Words = ()  # lower-case words inside names
    whereabouts: Words = ()  # "Ann Lee IN London"
    roles: Words = ()
    outlets: Words = ()  # words that tell a newspaper from a person

    # pictures
    photo: Words = ()
    photo_by: Words = ()  # "Photo BY"
    caption: Words = ()

    # places on the site
    home: Words = ()
    you_are_here: Words = ()
    sections: Words = ()  # top-level sections: two of them side by side are a menu, not a path

    # what surrounds an article
    comments: Words = ()
    no_comments: Words = ()
    comment_invitations: Words = ()
    tags: Words = ()
    alerts: Words = ()  # begin a ticker: "BREAKING: X"
    related: Words = ()  # label of one or a few headlines inside the story
    boxes: Words = ()  # label of a list of other stories, or of a form: nothing of it is ours
    buttons: Words = ()  # words of which share bars and tool bars are made
    button_glue: Words = ()  # words that only join them: "share ON twitter"
    notices_opening: Words = ()  # cookie banners, newsletter sign-ups, follow-us lines
    notices_whole: Words = ()
    promotion: Words = ()  # words that betray an advertisement inside a box
    ending: Words = ()  # legal lines: nothing of the article comes after them


ENGLISH = Vocabulary(
    months=(
        *("january", "february", "march", "april", "may", "june", "july", "august"),
        *("september", "october", "november", "december", "jan", "feb", "mar", "apr"),
        *("jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
    ),
    weekdays=(
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"),
    ),
    published=(
        *("published", "first published", "originally published", "publication date", "posted"),
        *("date", "date published", "published at", "release date", "issued"),
    ),
    updated=(
        *("updated", "last updated", "update", "last update", "modified", "last modified"),
        *("date updated", "edited", "last edited"),
    ),
    date_glue=("on", "at", "of", "the"),
    time_glue=("at",),
    time_units=("hours", "hrs", "hr", "h"),
    reading_time=("min read", "mins read", "minute read", "minutes read", "min", "minutes"),
    relative_time=("ago",),
    by=(
        *("by", "written by", "words by", "story by", "report by", "reported by"),
        *("reporting by", "text by", "author", "authors", "words", "posted by", "published by"),
    ),
    conjunctions=("and", "with", "&"),
    particles=("van", "von", "der", "den", "ter", "ten", "al", "bin", "ibn", "el", "of", "the"),
    whereabouts=("in", "for", "at", "from", "via", "near", "aboard", "on"),
    roles=(
        *("writer", "writers", "reporter", "reporters", "correspondent", "correspondents"),
        *("editor", "editors", "staff", "columnist", "contributor", "contributors", "journalist"),
        *("bureau", "chief", "producer", "analyst", "newsroom", "agencies", "desk", "editorial"),
        *("photographer", "board", "newsdesk", "freelance", "commentator", "critic", "intern"),
    ),
    outlets=(
        *("news", "times", "press", "agency", "post", "herald", "journal", "radio", "magazine"),
        *("tribune", "gazette", "service", "network", "daily", "chronicle", "telegraph", "wire"),
        *("the", "reuters", "afp", "ap", "dpa", "efe", "upi", "xinhua", "bloomberg"),
    ),
    photo=(
        *("photo", "photos", "photograph", "photographs", "photography", "photographer"),
        *("image", "images", "picture", "pictures", "pic", "credit", "credits", "photo credit"),
        *("image credit", "picture credit", "photo source", "image source", "photo courtesy"),
        *("file photo", "photo illustration", "illustration", "graphic"),
    ),
    photo_by=("by", "courtesy of", "courtesy", "from", "via"),
    caption=("caption", "image caption", "photo caption", "picture caption"),
    home=("home", "homepage", "home page", "front page", "start", "main"),
    you_are_here=("you are here", "you are in"),
    sections=(
        *("news", "world", "politics", "business", "economy", "sport", "sports", "culture"),
        *("opinion", "technology", "tech", "science", "health", "arts", "lifestyle", "travel"),
        *("video", "videos", "photos", "local", "national", "international", "entertainment"),
        *("climate", "environment", "education", "food", "style", "money", "weather", "us"),
        *("markets", "features", "analysis", "live", "podcasts", "obituaries", "books", "music"),
        *("metro", "region", "regional", "puzzles", "games", "jobs", "crime", "community"),
    ),
    comments=("comments", "comment", "replies", "responses"),
    no_comments=(
        *("post with no comments", "no comments", "no comments yet", "no comment", "no replies"),
        *("be the first to comment", "be the first to leave a comment"),
        *("there are no comments", "there are no comments yet", "article with no comments"),
    ),
    comment_invitations=(
        *("leave a comment", "leave a reply", "join the conversation", "add a comment"),
        *("post a comment", "write a comment", "have your say", "join the discussion"),
        *("comments are closed", "comment on this story", "view comments", "show comments"),
    ),
    tags=(
        *("tags", "tag", "topics", "related topics", "keywords", "filed under", "in this story"),
        *("tagged", "tagged as", "tagged with", "tagged under", "topics in this story"),
    ),
    alerts=("breaking", "breaking news", "just in", "live", "latest", "developing"),
    related=(
        *("more", "read also", "also read", "read more", "related", "see also", "read next", "also see"),
        *("don't miss", "read", "read this", "more on this", "further reading", "watch"),
        *("related story", "related article", "related news", "related coverage", "in depth"),
        *("background", "must read", "recommended", "you might also like", "you may also like"),
        *("earlier", "related headline", "related content", "related link"),
    ),
    boxes=(
        *("most read", "most popular", "most viewed", "most watched", "most shared", "trending"),
        *("trending now", "popular", "popular now", "top stories", "latest news", "latest"),
        *("related articles", "related stories", "related posts", "related links", "more news"),
        *("more stories", "more from", "more on this story", "more on this topic", "more in"),
        *(
            "recommended for you",
            "recommended stories",
            "what to read next",
            "editors' picks",
            "editor's picks",
            "editors picks",
        ),
        *("newsletter", "newsletters", "our newsletter", "sign up", "sign up to our newsletter"),
        *("follow us", "about the author", "about us", "around the web", "from our partners"),
        *("sponsored", "sponsored content", "promoted", "paid content", "up next", "must reads"),
        *("breaking news", "explore more", "keep reading", "more headlines"),
        *("latest stories", "latest headlines", "popular stories", "in other news", "in pictures"),
        *("top news", "more top stories", "read more stories", "stay informed", "quick links"),
    ),
    buttons=(
        *("share", "tweet", "facebook", "twitter", "x", "whatsapp", "telegram", "instagram"),
        *("linkedin", "pinterest", "reddit", "messenger", "google", "plus", "youtube", "tiktok"),
        *("email", "e-mail", "mail", "print", "copy", "link", "copied", "save", "saved", "listen"),
        *("menu", "search", "login", "log", "sign", "subscribe", "register", "live", "audio"),
        *("video", "play", "pause", "bookmark", "advertisement", "ad", "advert", "close"),
        *("skip", "loading", "threads", "bluesky", "mastodon", "flipboard", "gift", "rss", "like"),
        *("donate", "account", "follow", "embed", "download", "mute", "fullscreen", "enlarge"),
        *("pdf", "sms", "text-size", "resize", "font", "translate", "toggle", "navigation", "send"),
        *("previous", "next", "back", "top", "gallery", "view", "continue", "scroll", "feeds"),
    ),
    button_glue=(
        *("on", "to", "this", "the", "in", "out", "up", "via", "a", "by", "with", "by", "only"),
        *("article", "story", "page", "content", "main", "post", "here", "my", "your", "us", "for"),
        *("reading", "below", "image", "now", "more", "friend", "and", "or", "full", "all", "size"),
        *("free", "options", "feed", "app", "text", "icon", "button", "photo", "it"),
    ),
    notices_opening=(
        *("we use cookies", "this site uses cookies", "this website uses cookies"),
        *("we and our partners", "by continuing to", "by clicking", "we value your privacy"),
        *("our site uses cookies", "our website uses cookies", "cookies help us"),
        *("sign up for", "sign up to", "subscribe to", "subscribe now", "subscribe for"),
        *("follow us", "follow our", "like us on", "join our", "join us on", "download our app"),
        *("download the app", "get our", "get the latest", "get breaking news", "click here to"),
        *("enter your email", "your email address", "support independent", "already a subscriber"),
        *("please enable javascript", "your browser", "javascript is", "this article is for"),
        *("this article was originally published", "this story was originally published"),
        *("story continues below", "article continues below", "continue reading below"),
        *("you have successfully", "thank you for signing up", "thanks for signing up"),
        *("by signing up", "by subscribing", "unsubscribe", "i agree to", "create an account"),
        *("powered by", "share this", "listen to this", "you can unsubscribe", "no spam"),
        *("have a tip", "got a tip", "send us your", "report an error", "report a typo"),
    ),
    notices_whole=(
        *("accept", "accept all", "accept cookies", "reject all", "manage preferences"),
        *("cookie settings", "i agree", "got it", "ok", "terms of use", "terms", "privacy"),
        *("privacy policy", "contact", "contact us", "about", "about us", "advertise"),
        *("advertise with us", "accessibility", "careers", "help", "faq", "site map", "sitemap"),
        *("cookie policy", "email address", "go", "submit", "today's paper", "e-paper"),
        *("edition", "sections", "all sections", "terms and conditions", "terms of service"),
        *("change consent", "learn more", "find out more", "see more", "read full story"),
        *("more", "show more", "load more", "read more", "see all", "view all", "exclusive"),
    ),
    promotion=(
        *("inbox", "newsletter", "newsletters", "subscribe", "email", "e-mail", "unsubscribe"),
        *("sign up", "privacy policy", "subscriber", "subscribers", "our app", "our journalism"),
    ),
    ending=("all rights reserved", "rights reserved.", "do not sell my personal"),
)

SPANISH = Vocabulary(
    months=(
        *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto"),
        *("septiembre", "setiembre", "octubre", "noviembre", "diciembre"),
        *("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "sept", "set"),
        *("oct", "nov", "dic"),
    ),
    weekdays=(
        *("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"),
        *("lun", "mie", "jue", "vie", "sab", "dom"),
    ),
    published=(
        *("publicado", "publicada", "fecha", "fecha de publicacion", "publicacion"),
        *("publicado en", "creado", "creada", "fecha de creacion"),
    ),
    updated=(
        *("actualizado", "actualizada", "ultima actualizacion", "actualizacion", "modificado"),
        *("modificada", "ultima modificacion", "fecha de actualizacion"),
    ),
    date_glue=("el", "de", "del", "dia", "a", "en"),
    time_glue=("a las", "a la", "las"),
    time_units=("horas", "hora", "hrs", "hs", "h"),
    reading_time=("min de lectura", "minutos de lectura", "minuto de lectura", "minutos"),
    relative_time=("hace",),
    by=(
        *("por", "escrito por", "texto", "texto de", "autor", "autora", "autores", "redaccion de"),
        *("publicado por", "texto por", "reportaje de", "una informacion de"),
    ),
    conjunctions=("y", "e", "con"),
    particles=("de", "del", "la", "las", "los", "da", "do", "dos", "y", "san"),
    whereabouts=("en", "desde", "para", "via"),
    roles=(
        *("corresponsal", "corresponsales", "redactor", "redactora", "redaccion", "periodista"),
        *("periodistas", "editora", "columnista", "colaborador", "colaboradora", "agencias"),
        *("enviado", "enviada", "especial", "director", "directora", "jefe", "jefa", "equipo"),
        *("redactores", "enviados", "reportero", "reportera", "analista", "mesa"),
    ),
    outlets=("noticias", "agencia", "diario", "prensa", "periodico", "revista", "television"),
    photo=(
        *("foto", "fotos", "fotografia", "fotografias", "imagen", "imagenes", "credito"),
        *("creditos", "fotografo", "fotografa", "foto de archivo", "ilustracion", "grafico"),
        *("credito de la foto", "credito de foto", "credito foto", "imagen de archivo"),
    ),
    photo_by=("de", "por", "cortesia", "cortesia de", "via"),
    caption=("pie de foto", "leyenda", "pie"),
    home=("inicio", "portada", "principal"),
    you_are_here=("estas en", "esta en", "usted esta aqui", "estas aqui", "se encuentra en"),
    sections=(
        *("noticias", "mundo", "politica", "economia", "deportes", "deporte", "cultura"),
        *("tecnologia", "ciencia", "salud", "internacional", "internacionales", "nacional"),
        *("nacionales", "espana", "sociedad", "television", "negocios", "gente", "sucesos"),
        *("espectaculos", "entretenimiento", "regional", "locales", "multimedia", "fotos"),
        *("viajes", "educacion", "clima", "ambiente", "turismo", "opiniones", "tendencias"),
        *("pais", "ciudad", "actualidad", "justicia", "blogs", "estilo", "empleo", "finanzas"),
    ),
    comments=("comentarios", "comentario", "respuestas"),
    no_comments=(
        *(
            "sin comentarios",
            "no hay comentarios",
            "nota sin comentarios",
            "aun no hay comentarios",
        ),
        *("se el primero en comentar", "sea el primero en comentar", "ningun comentario"),
        *("todavia no hay comentarios", "articulo sin comentarios", "noticia sin comentarios"),
    ),
    comment_invitations=(
        *("deja un comentario", "deje un comentario", "deja tu comentario", "comenta esta noticia"),
        *("escribe un comentario", "deja una respuesta", "ver comentarios", "comentar"),
        *("anadir comentario", "participa en la conversacion", "unete a la conversacion"),
    ),
    tags=(
        *("etiquetas", "etiqueta", "temas", "temas relacionados", "palabras clave"),
        *("archivado en", "mas sobre", "en este articulo", "etiquetado", "etiquetado en"),
    ),
    alerts=("ultima hora", "ultimo minuto", "urgente", "en vivo", "en directo", "ahora"),
    related=(
        *("lea tambien", "lee tambien", "lea ademas", "lee ademas", "ver tambien", "vea tambien"),
        *("le puede interesar", "te puede interesar", "tambien te puede interesar", "leer tambien"),
        *("puede interesarle", "puede leer", "puedes leer", "relacionado", "relacionada"),
        *("mas informacion", "lea mas", "lee mas", "leer mas", "no te pierdas", "no se pierda"),
        *("noticia relacionada", "nota relacionada", "mira tambien", "lea", "lee", "ademas"),
        *("tambien le puede interesar", "te recomendamos", "le recomendamos", "en contexto"),
        *("te podria interesar", "le podria interesar", "quiza te interese", "recomendado"),
    ),
    boxes=(
        *(
            "lo mas leido",
            "lo mas visto",
            "mas leidas",
            "mas leidos",
            "las mas leidas",
            "lo ultimo",
        ),
        *("las noticias mas leidas", "mas noticias", "noticias relacionadas", "ultimas noticias"),
        *("articulos relacionados", "notas relacionadas", "tendencias", "ultima hora", "mas en"),
        *("boletin", "boletines", "newsletter", "suscribete", "suscribase", "siguenos"),
        *("siganos", "sobre el autor", "sobre la autora", "contenido patrocinado", "patrocinado"),
        *("recomendados", "recomendadas", "lo mas comentado", "destacadas"),
        *("lo mas compartido", "mas de", "otras noticias", "noticias destacadas", "destacados"),
        *("mas vistas", "mas visto", "mas leido", "en portada", "nuestros boletines"),
        *("mas informacion sobre", "otras notas", "enlaces de interes", "lo mas destacado"),
    ),
    buttons=(
        *(
            "compartir",
            "comparte",
            "comparta",
            "tuitear",
            "imprimir",
            "correo",
            "enviar",
            "guardar",
        ),
        *("copiar", "enlace", "escuchar", "escucha", "buscar", "menu", "suscribirse", "ingresar"),
        *("registrarse", "entrar", "publicidad", "anuncio", "cerrar", "vivo", "directo", "audio"),
        *("saltar", "cargando", "seguir", "videos", "reproducir", "descargar", "anterior"),
        *("siguiente", "volver", "ampliar", "iniciar", "sesion", "cuenta", "me", "gusta", "ir"),
        *("registrate", "suscribete", "comentar", "galeria", "electronico", "seccion", "secciones"),
        *(
            "reddit",
            "twittear",
            "publicitario",
            "hemeroteca",
            "edicion",
            "impresa",
            "ver",
            "pausar",
        ),
    ),
    button_glue=(
        *("en", "el", "la", "esta", "este", "por", "con", "de", "al", "a", "noticia", "articulo"),
        *("nota", "contenido", "principal", "aqui", "mi", "tu", "su", "mas", "imagen", "leyendo"),
        *("arriba", "inicio", "amigo", "y", "espacio", "pagina", "foto"),
    ),
    notices_opening=(
        *("utilizamos cookies", "usamos cookies", "este sitio utiliza cookies"),
        *("este sitio web utiliza cookies", "este sitio usa cookies", "esta web utiliza cookies"),
        *("este sitio web usa cookies", "nosotros y nuestros socios", "al continuar navegando"),
        *("esta pagina utiliza cookies", "esta pagina web utiliza cookies", "valoramos su privac"),
        *("suscribete a", "suscribase a", "suscribete al", "suscribete para", "suscribase al"),
        *("siguenos en", "siganos en", "recibe en tu", "recibe las", "reciba en su", "reciba las"),
        *("recibe cada", "reciba cada", "recibe nuestro", "reciba nuestro", "recibe lo"),
        *("apuntate a", "apuntate al", "descarga nuestra", "descargue nuestra", "haz clic"),
        *("haga clic", "introduce tu", "ingresa tu correo", "ingrese su correo", "tu correo"),
        *("su correo electronico", "unete a nuestro", "unase a nuestro", "valoramos tu privac"),
        *("al suscribirte", "al suscribirse", "activa las notificaciones", "si quieres seguir"),
        *("comparte esta", "compartir esta", "comparta esta", "registrate gratis", "apoya el"),
        *("la noticia continua", "el articulo continua", "sigue leyendo", "siga leyendo"),
        *("puede seguir a", "puedes seguir a", "has visto un error"),
    ),
    notices_whole=(
        *("aceptar", "aceptar todo", "aceptar todas", "aceptar cookies", "rechazar", "configurar"),
        *("rechazar todo", "aviso legal", "politica de privacidad", "politica de cookies"),
        *("contacto", "quienes somos", "publicidad", "mapa del sitio", "mapa web", "terminos"),
        *("terminos y condiciones", "terminos de uso", "privacidad", "contactanos", "acerca de"),
        *("trabaja con nosotros", "ayuda", "correo electronico", "edicion impresa", "mas"),
        *("todas las secciones", "ver mas", "cargar mas", "ver todo", "ver todas", "leer mas"),
        *("configuracion de cookies", "mostrar mas", "exclusiva", "anunciate", "redes sociales"),
    ),
    promotion=("bandeja", "boletin", "boletines", "suscrib", "correo", "nuestra app"),
    ending=("todos los derechos reservados", "derechos reservados", "prohibida su reproduccion"),
)

LANGUAGES = (ENGLISH, SPANISH)


def words(kind: str) -> Words:
    """All languages' words of one kind, the longest first, so that a pattern prefers them."""
    found = {word for language in LANGUAGES for word in getattr(language, kind)}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))
