using System.Diagnostics;
using IntegrationHealth.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHealth.Ui.Browser;

/// <summary>Behind a real nginx that serves the host under a path and tells it nothing of that.</summary>
public sealed class ProxyTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task Interface_UnderAPathThatTheProxyTakesAway_Works()
    {
        await using var nginx = await Nginx.StartAsync(site.Sample.Address, "/ops/", TestContext.Current.CancellationToken);
        await using var admin = await site.VisitAsync("demo-admin", address: nginx.Address);

        await admin.Page.GotoAsync("integration-health/admin/integrations");
        await Expect(admin.Page.Locator(".live[data-state=live]")).ToBeVisibleAsync();
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "System" }).ClickAsync();
        await Expect(admin.Page).ToHaveURLAsync(new Uri(nginx.Address, "integration-health/admin/system").ToString());
        await admin.Page.ReloadAsync();

        await admin.HeadingAsync("System");
        await Expect(admin.Page.GetByText("Queue lag")).ToBeVisibleAsync();
        admin.Complaints.Should().BeEmpty();
    }

    private sealed class Nginx : IAsyncDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("ih-nginx-").FullName;
        private ServerProcess? _process;

        public required Uri Address { get; init; }

        public static async Task<Nginx> StartAsync(Uri host, string path, CancellationToken cancellationToken)
        {
            var program = Programs.Find("nginx", "/usr/sbin");
            if (program is null)
                TestRequirement.Missing("nginx is not installed: PATH holds no nginx.");
            var port = FreePort.Next();
            var nginx = new Nginx { Address = new Uri($"http://127.0.0.1:{port}{path}") };
            var configuration = Path.Combine(nginx._folder, "nginx.conf");
            await File.WriteAllTextAsync(configuration, $$"""
                daemon off; master_process off; pid {{nginx._folder}}/pid; error_log stderr notice;
                events {}
                http {
                  access_log off;
                  client_body_temp_path {{nginx._folder}}; proxy_temp_path {{nginx._folder}}; fastcgi_temp_path {{nginx._folder}}; uwsgi_temp_path {{nginx._folder}}; scgi_temp_path {{nginx._folder}};
                  server {
                    listen 127.0.0.1:{{port}};
                    location {{path}} {
                      proxy_pass {{host}};
                      proxy_http_version 1.1; proxy_set_header Host $http_host; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection;
                    }
                  }
                }
                """, cancellationToken);
            nginx._process = ServerProcess.Start(new ProcessStartInfo(program!, ["-c", configuration, "-p", nginx._folder]));
            await nginx._process.ReadyAsync(line => line.Contains("using the", StringComparison.Ordinal) || line.Contains("start worker", StringComparison.Ordinal) || line.Contains("OS: Linux", StringComparison.Ordinal), cancellationToken);
            return nginx;
        }

        public async ValueTask DisposeAsync()
        {
            if (_process is not null)
                await _process.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
