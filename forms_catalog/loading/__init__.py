"""From the folder of definitions to a checked catalogue: read strictly, blocks laid, every fault named."""
