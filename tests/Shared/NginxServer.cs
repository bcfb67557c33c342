using System.Diagnostics;

namespace IntegrationHealth.Testing;

/// <summary>A real nginx on a free port, with the <c>location</c> blocks that a test gives it.</summary>
internal sealed class NginxServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ih-nginx-").FullName;
    private readonly int _port = FreePort.Next();
    private ServerProcess? _process;

    private NginxServer()
    {
    }

    /// <summary>Where it listens, with a slash at its end.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}/");

    /// <summary>Starts it and waits until it serves. Without nginx the test is skipped, or fails where nothing may be missing.</summary>
    public static async Task<NginxServer> StartNewAsync(string locations, CancellationToken cancellationToken)
    {
        var program = Programs.Find("nginx", "/usr/sbin");
        if (program is null)
            TestRequirement.Missing("nginx is not installed: PATH holds no nginx.");
        var nginx = new NginxServer();
        var folder = nginx._folder;
        var configuration = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(configuration, $$"""
            daemon off; master_process off; pid {{folder}}/pid; error_log stderr notice;
            events {}
            http {
              access_log off;
              client_body_temp_path {{folder}}; proxy_temp_path {{folder}}; fastcgi_temp_path {{folder}}; uwsgi_temp_path {{folder}}; scgi_temp_path {{folder}};
              server {
                listen 127.0.0.1:{{nginx._port}};
                {{locations}}
              }
            }
            """, cancellationToken);
        nginx._process = ServerProcess.Start(new ProcessStartInfo(program!, ["-c", configuration, "-p", folder]));
        // What it says once it has read its settings and listens; what does not come ends it.
        await nginx._process.ReadyAsync(line => line.Contains("OS: Linux", StringComparison.Ordinal), cancellationToken);
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
