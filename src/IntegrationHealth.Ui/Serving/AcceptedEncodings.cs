using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace IntegrationHealth.Ui.Serving;

/// <summary>Chooses the smallest form of a file that a browser takes.</summary>
internal static class AcceptedEncodings
{
    public static UiAssetForm Choose(UiAsset asset, HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        return asset.Forms.First(form => form.Encoding.Length == 0 || Accepts(accepted, form.Encoding));
    }

    /// <summary>An encoding that is named counts as it is named, even after a <c>*</c>.</summary>
    private static bool Accepts(IList<StringWithQualityHeaderValue> accepted, string encoding)
    {
        var named = accepted.FirstOrDefault(value => value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase))
            ?? accepted.FirstOrDefault(value => value.Value == "*");
        return named is not null && named.Quality is not 0;
    }
}
