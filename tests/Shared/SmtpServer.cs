using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace IntegrationHealth.Testing;

/// <summary>A real SMTP server of a test's own (aiosmtpd): a free port of 127.0.0.1, a certificate made for it, nothing kept.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly ServerProcess _process;

    private SmtpServer(string folder, ServerProcess process, int port, X509Certificate2 certificate) =>
        (_folder, _process, Port, Certificate) = (folder, process, port, certificate);

    public int Port { get; }

    /// <summary>What the server shows; nobody trusts it by itself.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The mails accepted so far.</summary>
    public IReadOnlyList<ReceivedMail> Mails
    {
        get
        {
            var text = File.Exists(MailsIn(_folder)) ? File.ReadAllText(MailsIn(_folder)) : "";
            // A line that is still being written is no mail yet.
            return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<ReceivedMail>(line, JsonSerializerOptions.Web)!)];
        }
    }

    /// <summary>True once it keeps a recipient <c>hold-once</c> waiting.</summary>
    public bool Holds => File.Exists(MailsIn(_folder) + ".held");

    /// <summary>Starts one. Skips the test where Python's aiosmtpd is not installed, or fails it in CI.</summary>
    /// <param name="mode"><c>starttls</c>, <c>tls</c> or <c>plain</c>.</param>
    /// <param name="user">Who may sign in; nobody has to when null.</param>
    /// <param name="password">Their password.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<SmtpServer> StartNewAsync(string mode, string? user, string? password, CancellationToken cancellationToken)
    {
        // Debian's packages belong to Debian's Python, whatever else is first in PATH.
        var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : Programs.Find("python3");
        if (python is null || !await HasAiosmtpdAsync(python, cancellationToken))
            TestRequirement.Missing("Python's aiosmtpd is not installed (apt-get install python3-aiosmtpd).");
        var folder = Directory.CreateTempSubdirectory("ih-smtp-").FullName;
        var certificate = await MakeCertificateAsync(folder, cancellationToken);
        var port = FreePort.Next();
        var process = ServerProcess.Start(new ProcessStartInfo(python!,
            [Path.Combine(AppContext.BaseDirectory, "smtp_server.py"), mode, $"{port}", Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem"), user ?? "", password ?? "", MailsIn(folder)]));
        await process.ReadyAsync(line => line == "READY", cancellationToken);
        return new SmtpServer(folder, process, port, certificate);
    }

    private static string MailsIn(string folder) => Path.Combine(folder, "mails.jsonl");

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<bool> HasAiosmtpdAsync(string python, CancellationToken cancellationToken)
    {
        try
        {
            await ServerProcess.RunAsync(new ProcessStartInfo(python, ["-c", "import aiosmtpd"]), cancellationToken);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task<X509Certificate2> MakeCertificateAsync(string folder, CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await File.WriteAllTextAsync(Path.Combine(folder, "certificate.pem"), certificate.ExportCertificatePem(), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem(), cancellationToken);
        return certificate;
    }
}

/// <summary>A mail that the server took.</summary>
/// <param name="From">Sender of the envelope.</param>
/// <param name="To">Recipients of the envelope.</param>
/// <param name="Data">The message in base64.</param>
/// <param name="Tls">True when it came through TLS.</param>
/// <param name="User">Who had signed in.</param>
internal sealed record ReceivedMail(string From, IReadOnlyList<string> To, string Data, bool Tls, string? User)
{
    public byte[] Content => Convert.FromBase64String(Data);
}
