using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using IntegrationHealth.Endpoints.Health;
using IntegrationHealth.Reading;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Endpoints.Export;

/// <summary>Integrations as CSV (RFC 4180, UTF-8), sent while they are read: memory does not grow with their number.</summary>
internal sealed class CsvAnswer(IAsyncEnumerable<IntegrationHealthReport> reports) : IResult
{
    private const int RowsBetweenFlushes = 200;

    private static readonly (string Name, Func<Health.IntegrationHealth, string?> Cell)[] Columns =
    [
        ("id", item => item.Id),
        ("name", item => item.Name),
        ("provider", item => item.Provider),
        ("ownerId", item => item.OwnerId),
        ("tags", item => string.Join(' ', item.Tags)),
        ("status", item => CamelCaseEnum.NameOf(item.Status)),
        ("statusSince", item => UtcTime.Format(item.StatusSince)),
        ("lastCheckedAt", item => Time(item.LastCheckedAt)),
        ("lastSucceededAt", item => Time(item.LastSucceededAt)),
        ("nextCheckAt", item => Time(item.NextCheckAt)),
        ("latencyMs", item => item.LatencyMs?.ToString(CultureInfo.InvariantCulture)),
        ("consecutiveFailures", item => item.ConsecutiveFailures.ToString(CultureInfo.InvariantCulture)),
        ("stale", item => item.Stale ? "true" : "false"),
        ("failureKind", item => item.Failure is { } failure ? CamelCaseEnum.NameOf(failure.Kind) : null),
        ("failureMessage", item => item.Failure?.Message),
        ("responsibleParty", item => item.Failure is { } failure ? CamelCaseEnum.NameOf(failure.ResponsibleParty) : null),
        ("action", item => item.Failure is { } failure ? CamelCaseEnum.NameOf(failure.Action) : null),
        ("vendorCode", item => item.Failure?.VendorCode),
        ("uptime24h", item => Share(item.Uptime.Day)),
        ("uptime7d", item => Share(item.Uptime.Week)),
        ("uptime30d", item => Share(item.Uptime.Month)),
        ("credentialExpiresAt", item => Time(item.CredentialExpiresAt)),
        ("version", item => item.Version.ToString(CultureInfo.InvariantCulture)),
    ];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var stopping = httpContext.RequestAborted;
        await using var rows = reports.GetAsyncEnumerator(stopping);
        // Before a word is answered: what fails here is told as any error is.
        var more = await rows.MoveNextAsync();

        var response = httpContext.Response;
        AnswerHeaders.Set(response);
        response.ContentType = "text/csv; charset=utf-8; header=present";
        response.Headers.ContentDisposition = "attachment; filename=\"integrations.csv\"";

        await using var text = new StreamWriter(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await using var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" }, leaveOpen: true);
        foreach (var (name, _) in Columns)
            csv.WriteField(name);
        await csv.NextRecordAsync();

        for (var written = 1; more; written++)
        {
            var item = HealthMapping.From(rows.Current);
            foreach (var (_, cell) in Columns)
                csv.WriteField(CsvCell.Neutralise(cell(item)));
            await csv.NextRecordAsync();
            // A client that reads slowly holds the reading back here.
            if (written % RowsBetweenFlushes == 0)
                await text.FlushAsync(stopping);
            more = await rows.MoveNextAsync();
        }

        await csv.FlushAsync();
        await text.FlushAsync(stopping);
    }

    private static string? Time(DateTimeOffset? time) => time is { } value ? UtcTime.Format(value) : null;

    private static string? Share(double? share) => share?.ToString("0.######", CultureInfo.InvariantCulture);
}
