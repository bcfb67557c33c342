using System.Net.Sockets;
using IntegrationHealth.Catalog;
using IntegrationHealth.Sample.Settings;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Sample.Hosting;

/// <summary>Puts a failed start into words that a person can act on.</summary>
internal static class StartFailure
{
    /// <summary>One line for each thing that is wrong; everything there is about a failure that nobody foresaw.</summary>
    public static IReadOnlyList<string> Explain(Exception exception, IConfiguration? configuration) => exception switch
    {
        SettingsException settings => settings.Messages,
        OptionsValidationException options => [.. options.Failures],
        IntegrationValidationException integration => [.. integration.Errors.Select(error => error.Message)],
        AggregateException { InnerExceptions: [var inner] } => Explain(inner, configuration),
        InvalidOperationException when exception.Message.StartsWith("The IntegrationHealth ", StringComparison.Ordinal) => [exception.Message],
        _ when FindSocketError(exception) is { } socket => [NotListening(socket, exception.Message, configuration)],
        InvalidOperationException when exception.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) =>
            [$"{exception.Message} {exception.InnerException?.Message}".Trim()],
        InvalidOperationException when exception.Message.StartsWith("Unable to configure HTTPS", StringComparison.Ordinal) =>
            [ListenAddresses.Describe(configuration?["urls"], "asks for HTTPS, and there is no certificate (Kestrel:Certificates:Default)")],
        _ => [$"The sample could not start: {exception}"],
    };

    private static SocketException? FindSocketError(Exception exception) =>
        exception as SocketException ?? (exception.InnerException is { } inner ? FindSocketError(inner) : null);

    private static string NotListening(SocketException socket, string message, IConfiguration? configuration) =>
        socket.SocketErrorCode == SocketError.AddressAlreadyInUse
            ? PortTaken(message, configuration)
            : ListenAddresses.Describe(configuration?["urls"], $"cannot be listened on: {socket.Message}");

    private static string PortTaken(string message, IConfiguration? configuration)
    {
        const string Before = "address ";
        var start = message.IndexOf(Before, StringComparison.Ordinal);
        var end = message.IndexOf(": address already in use", StringComparison.OrdinalIgnoreCase);
        var address = start >= 0 && end > start ? message[(start + Before.Length)..end] : configuration?["urls"] ?? SampleDefaults.Url;
        var port = Uri.TryCreate(address, UriKind.Absolute, out var url) ? $"Port {url.Port}" : "The port";
        return $"{port} is taken: another program listens on {address}. Stop it, or choose another port: --urls http://localhost:5081 (or ASPNETCORE_URLS=http://localhost:5081).";
    }
}
