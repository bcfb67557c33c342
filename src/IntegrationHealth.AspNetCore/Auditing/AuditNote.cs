using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHealth.Auditing;

/// <summary>What a handler knows and its route does not: the id it gave, what became different, a more exact verb. One for each request.</summary>
internal sealed class AuditNote
{
    public string? Action { get; set; }

    public string? SubjectId { get; set; }

    /// <summary>Who acted, where nobody is signed in and the act counts all the same; null for the caller of an administrator route.</summary>
    public string? Actor { get; set; }

    public IReadOnlyList<AuditChange> Changes { get; set; } = [];

    /// <summary>The request's note; made when first asked for, with the route's <c>{id}</c> as its subject.</summary>
    public static AuditNote Of(HttpContext http)
    {
        if (http.Features.Get<AuditNote>() is { } note)
            return note;
        note = new AuditNote { SubjectId = http.GetRouteValue("id") as string };
        http.Features.Set(note);
        return note;
    }
}
