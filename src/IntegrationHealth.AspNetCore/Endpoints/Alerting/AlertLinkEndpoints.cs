using System.Net;
using System.Text;
using IntegrationHealth.Alerting.Alerts;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Auditing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Endpoints.Alerting;

/// <summary>
/// The pages behind the links of a notification. Opening one changes nothing, since mail scanners open links too: only its button does.
/// </summary>
internal static class AlertLinkEndpoints
{
    private const string Used = "This link was used already. Use the link of a newer message.";

    public static void Map(RouteGroupBuilder owners)
    {
        MapAct(owners, AlertLinks.Acknowledge, "Acknowledge", "Take this alert on",
            (actions, id, cancellation) => actions.AcknowledgeAsync(id, "link in a notification", null, cancellation));
        MapAct(owners, AlertLinks.Resolve, "Resolve", "End this alert",
            (actions, id, cancellation) => actions.ResolveAsync(id, "link in a notification", null, cancellation));
    }

    private static void MapAct(
        RouteGroupBuilder owners, AlertLinks links, string name, string question, Func<AlertActions, string, CancellationToken, Task<AlertActionResult>> act)
    {
        var path = $"/alerts/{{id}}/{links.Act}";
        async Task<IResult> ShowAsync(string id, HttpContext http, IAlertStore store)
        {
            if (!links.Opens(http) || await store.GetAsync([id], http.RequestAborted) is not [var alert])
                return Problems.NotFoundHere();
            return OverOf(links, http, alert) ?? new Page($"{question}?", alert, name);
        }

        owners.MapGet(path, ShowAsync)
            .WithMetadata(links).WithName($"Show{name}Alert").WithSummary($"Page of a signed link: asks whether to {links.Act} an alert; changes nothing")
            .Produces<string>(StatusCodes.Status200OK, "text/html").ProducesProblem(StatusCodes.Status404NotFound);
        owners.MapPost(path, async Task<IResult> (string id, HttpContext http, AlertActions actions, IAlertStore store) =>
            {
                if (!links.Opens(http) || await store.GetAsync([id], http.RequestAborted) is not [var before])
                    return Problems.NotFoundHere();
                if (links.IsSpent(http, before))
                    return Problems.AlertState(Used);
                if (before.State != AlertState.Resolved && OverOf(links, http, before) is { } over)
                    return over;
                var result = await act(actions, id, http.RequestAborted);
                if (result is not { Status: AlertActionStatus.Done, Alert: { } alert })
                    return AlertEndpoints.Refusal(result);
                AuditNote.Of(http).Actor = "link";
                return new Page("Done.", alert, null);
            })
            .WithMetadata(links).Audited($"alert.{links.Act}d").WithName($"{name}AlertByLink").WithSummary($"Button of a signed link: {links.Act} an alert")
            .Produces<string>(StatusCodes.Status200OK, "text/html").ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>The page for a link that has nothing left to do; null when it has.</summary>
    private static Page? OverOf(AlertLinks links, HttpContext http, Alert alert) =>
        alert.State == AlertState.Resolved ? new Page("This alert is over.", alert, null)
        : alert.Acknowledged is { } word && links == AlertLinks.Acknowledge ? new Page($"{word.By} has taken this alert on.", alert, null)
        : links.IsSpent(http, alert) ? new Page(Used, alert, null)
        : null;

    private sealed class Page(string title, Alert alert, string? button) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => StatusCodes.Status200OK;

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var form = button is null ? "" : $"""<form method="post"><button>{WebUtility.HtmlEncode(button)}</button></form>""";
            var body = Encoding.UTF8.GetBytes($$"""
                <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
                <title>{{WebUtility.HtmlEncode(title)}}</title>
                <style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.6rem 1.4rem}</style></head>
                <body><h1>{{WebUtility.HtmlEncode(title)}}</h1><p><strong>{{WebUtility.HtmlEncode(alert.Name)}}</strong> — {{WebUtility.HtmlEncode(alert.RuleName)}}</p>
                <p>{{WebUtility.HtmlEncode(alert.Message)}}</p>{{form}}</body></html>
                """);
            var response = httpContext.Response;
            AnswerHeaders.Set(response);
            response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
            response.Headers["Referrer-Policy"] = "no-referrer";
            response.ContentType = "text/html; charset=utf-8";
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
