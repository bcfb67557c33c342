using IntegrationHealth.Authorization;
using IntegrationHealth.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Auditing;

/// <summary>Writes what an administrator, or a signed link, succeeded in to the audit log before the answer is sent: whoever reads the log after it finds the entry.</summary>
internal static class AuditFilter
{
    public static async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        if (answer is IStatusCodeHttpResult { StatusCode: >= 200 and < 300 }
            && (EndpointScope.Of(context.HttpContext).Audience == Audience.Administrator || AuditNote.Of(context.HttpContext).Actor is not null))
        {
            await WriteAsync(context.HttpContext);
        }

        return answer;
    }

    private static async Task WriteAsync(HttpContext http)
    {
        var services = http.RequestServices;
        var note = AuditNote.Of(http);
        var entry = new AuditEntry
        {
            Id = Guid.CreateVersion7(services.GetRequiredService<TimeProvider>().GetUtcNow()).ToString("N"),
            At = services.GetRequiredService<TimeProvider>().GetUtcNow(),
            Actor = note.Actor ?? Caller.NameOf(http.User),
            Action = note.Action ?? http.GetEndpoint()!.Metadata.GetRequiredMetadata<AuditedAction>().Name!,
            SubjectId = note.SubjectId,
            Changes = note.Changes,
        };
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(EndpointLog).FullName!);
        EndpointLog.Administered(logger, entry.Actor, entry.Action, entry.SubjectId);
        try
        {
            // Not the request's token: what is done is written, even if the caller has gone.
            await services.GetRequiredService<IAuditLog>().AddAsync(entry, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // The change stands. Undoing it could fail as well; the log line above holds what the entry would have said.
            EndpointLog.AuditFailed(logger, entry.Action, entry.SubjectId, exception);
        }
    }
}
