namespace IntegrationHealth.Ui.Serving;

/// <summary>One file of the client, with the compressed forms that the build prepared.</summary>
/// <param name="ContentType">Media type.</param>
/// <param name="ETag">Quoted; of the content, the same for each form but for a suffix.</param>
/// <param name="Immutable">True when its name holds a hash of its content, so that it may be kept for ever.</param>
/// <param name="Forms">By content encoding, the smallest first; the plain form has an empty encoding and comes last.</param>
internal sealed record UiAsset(string ContentType, string ETag, bool Immutable, IReadOnlyList<UiAssetForm> Forms)
{
    public ReadOnlyMemory<byte> Plain => Forms[^1].Content;
}

internal sealed record UiAssetForm(string Encoding, ReadOnlyMemory<byte> Content);
