using System.Text.Encodings.Web;

namespace IntegrationHealth.Sample.Hosting;

/// <summary>A plain page of the sample's own, without script.</summary>
/// <param name="title">Text; encoded here.</param>
/// <param name="body">HTML; whoever writes it encodes what comes from elsewhere.</param>
internal sealed class HtmlPage(string title, string body) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        httpContext.Response.Headers.CacheControl = "no-store";
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        return httpContext.Response.WriteAsync(Html(), httpContext.RequestAborted);
    }

    private string Html() => $$"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8"><meta name="viewport" content="width=device-width">
          <title>{{HtmlEncoder.Default.Encode(title)}}</title>
          <style>
            :root { color-scheme: light dark; font: 1rem/1.5 system-ui, 'Liberation Sans', sans-serif; --ink: #1c1b18; --paper: #f5f4f0; --card: #fffefc; --line: #d9d5ca; --muted: #615e56 }
            @media (prefers-color-scheme: dark) { :root { --ink: #eeece5; --paper: #131312; --card: #1b1b19; --line: #3a3934; --muted: #aaa69b } }
            * { box-sizing: border-box }
            body { max-width: 30rem; margin: 14vh auto; padding: 0 1.25rem; background: var(--paper); color: var(--ink) }
            h1 { margin: 0 0 .5rem; font-size: 1.6rem; line-height: 1.2; letter-spacing: -.02em }
            p { margin: 0 0 1.5rem; color: var(--muted) }
            button { display: block; width: 100%; padding: .85rem 1.1rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--card); color: inherit; font: inherit; text-align: start; cursor: pointer }
            button + button { margin-top: .6rem }
            button:hover { border-color: var(--muted) }
            button:focus-visible { outline: 2px solid #0b7285; outline-offset: 2px }
            button small { display: block; font-size: .875rem; color: var(--muted) }
          </style>
        </head>
        <body><main><h1>{{HtmlEncoder.Default.Encode(title)}}</h1>{{body}}</main></body>
        </html>
        """;
}
