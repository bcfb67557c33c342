using System.Net;
using System.Text;
using IntegrationHealth.Ui.Hosting;

namespace IntegrationHealth.Ui.Serving;

/// <summary>How files of the client are served, with files that stand for it.</summary>
public sealed class FilesTests
{
    private static readonly (string, byte[])[] Files =
    [
        ("index.html", "<base href=\"%BASE%\"><title>%TITLE%</title><meta content=\"%CONFIGURATION%\"><!--THEME-->"u8.ToArray()),
        ("assets/app-1234.js", Encoding.UTF8.GetBytes(new string('x', 1000))),
        ("assets/app-1234.js.br", "smallest"u8.ToArray()),
        ("assets/app-1234.js.gz", "not so small"u8.ToArray()),
        ("assets/mark-1.svg", "<svg/>"u8.ToArray()),
        ("assets/mark-1.svg.gz", "larger than the file itself"u8.ToArray()),
        ("elements.js", "export {}"u8.ToArray()),
        ("worker.js", "self"u8.ToArray()),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("br, gzip", "br", "smallest")]
    [InlineData("gzip", "gzip", "not so small")]
    [InlineData("br;q=0, gzip", "gzip", "not so small")]
    [InlineData("*", "br", "smallest")]
    public async Task Get_Asset_AnswersTheSmallestFormThatIsAccepted(string accepted, string encoding, string body)
    {
        await using var host = await UiHost.WithFilesAsync(Files);

        var answer = await host.GetAsync("/ui/assets/app-1234.js", ("Accept-Encoding", accepted));

        answer.Content.Headers.ContentEncoding.Should().Equal(encoding);
        (await answer.Content.ReadAsStringAsync(Token)).Should().Be(body);
        answer.Headers.Vary.Should().Contain("Accept-Encoding");
    }

    [Fact]
    public async Task Get_Worker_MayAnswerForThePageWithoutItsSlash_AndIsNeverTakenFromACache()
    {
        await using var host = await UiHost.WithFilesAsync(Files);

        var worker = await host.GetAsync("/ui/worker.js");
        var other = await host.GetAsync("/ui/elements.js");

        worker.Headers.GetValues("Service-Worker-Allowed").Should().Equal("../");
        worker.Headers.CacheControl!.NoCache.Should().BeTrue();
        other.Headers.Contains("Service-Worker-Allowed").Should().BeFalse();
    }

    [Fact]
    public async Task Get_AssetWithoutEncoding_AnswersItPlain()
    {
        await using var host = await UiHost.WithFilesAsync(Files);

        var answer = await host.GetAsync("/ui/assets/app-1234.js");

        answer.Content.Headers.ContentEncoding.Should().BeEmpty();
        (await answer.Content.ReadAsStringAsync(Token)).Should().HaveLength(1000);
        answer.Content.Headers.ContentType!.ToString().Should().Be("text/javascript; charset=utf-8");
        answer.Headers.CacheControl!.ToString().Should().Be("public, max-age=31536000, immutable");
    }

    [Fact]
    public async Task Get_CompressedFormThatIsLarger_IsNotUsed()
    {
        await using var host = await UiHost.WithFilesAsync(Files);

        var answer = await host.GetAsync("/ui/assets/mark-1.svg", ("Accept-Encoding", "gzip"));

        (await answer.Content.ReadAsStringAsync(Token)).Should().Be("<svg/>");
    }

    [Fact]
    public async Task Get_AssetThatIsKnown_Answers304()
    {
        await using var host = await UiHost.WithFilesAsync(Files);
        var first = await host.GetAsync("/ui/assets/app-1234.js", ("Accept-Encoding", "br"));

        var second = await host.GetAsync("/ui/assets/app-1234.js", ("Accept-Encoding", "br"), ("If-None-Match", first.Headers.ETag!.ToString()));
        var otherForm = await host.GetAsync("/ui/assets/app-1234.js", ("If-None-Match", first.Headers.ETag!.ToString()));

        second.StatusCode.Should().Be(HttpStatusCode.NotModified);
        otherForm.StatusCode.Should().Be(HttpStatusCode.OK, "another form is another representation");
    }

    [Fact]
    public async Task Get_FileWithoutHash_IsAskedForEachTime()
    {
        await using var host = await UiHost.WithFilesAsync(Files);

        var answer = await host.GetAsync("/ui/elements.js");

        answer.Headers.CacheControl!.ToString().Should().Be("no-cache");
        answer.Headers.ETag.Should().NotBeNull();
    }

    [Fact]
    public async Task Get_AssetOfAnotherBuild_Is404()
    {
        await using var host = await UiHost.WithFilesAsync(Files);

        var answer = await host.GetAsync("/ui/assets/app-0000.js");

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound, "a page in a script's place would be run");
    }

    [Fact]
    public async Task Head_Asset_HasNoBody()
    {
        await using var host = await UiHost.WithFilesAsync(Files);
        using var request = new HttpRequestMessage(HttpMethod.Head, "/ui/assets/app-1234.js");

        var answer = await host.Client.SendAsync(request, Token);

        answer.Content.Headers.ContentLength.Should().Be(1000);
        (await answer.Content.ReadAsByteArrayAsync(Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task Get_AnyPage_WithoutClient_SaysWhy()
    {
        await using var host = await UiHost.WithFilesAsync();

        var answer = await host.GetAsync("/ui/admin/rules");

        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync(Token)).Should().Contain("without Node.js");
    }
}
